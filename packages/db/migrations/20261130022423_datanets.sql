CREATE TABLE "access_requests" (
	"datanet_id" text NOT NULL,
	"developer" text NOT NULL,
	"words" text,
	"terms_hash" text,
	"refusal" text,
	"refused_by" text,
	"refused_at" timestamp with time zone,
	"refused_block" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_requests_datanet_id_developer_pk" PRIMARY KEY("datanet_id","developer")
);
--> statement-breakpoint
CREATE TABLE "content_reads" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"reader" text NOT NULL,
	"kind" text NOT NULL,
	"right" text NOT NULL,
	"root" text,
	"records" integer NOT NULL,
	"commitments" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "datanet_checks" (
	"datanet_id" text PRIMARY KEY NOT NULL,
	"settings" jsonb,
	"run" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gas_grants" (
	"account" text NOT NULL,
	"transaction_key" text NOT NULL,
	"attempt" integer NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"hash" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gas_grants_transaction_key_attempt_pk" PRIMARY KEY("transaction_key","attempt")
);
--> statement-breakpoint
CREATE TABLE "reviewers" (
	"datanet_id" text NOT NULL,
	"account" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reviewers_datanet_id_account_pk" PRIMARY KEY("datanet_id","account")
);
--> statement-breakpoint
CREATE TABLE "review_events" (
	"number" serial PRIMARY KEY NOT NULL,
	"commitment" text NOT NULL,
	"datanet_id" text NOT NULL,
	"kind" text NOT NULL,
	"account" text,
	"what" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_policies" (
	"datanet_id" text PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_questions" (
	"question_id" uuid PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"content" jsonb NOT NULL,
	"answer" text NOT NULL,
	"note" text,
	"retired_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"commitment" text PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"contributor" text NOT NULL,
	"stage" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"desk" text,
	"desk_since" timestamp with time zone,
	"agreement_bps" integer,
	"verdict" text,
	"decided_by" text,
	"decider" text,
	"reason" text,
	"note" text,
	"decided_at" timestamp with time zone,
	"appealed_at" timestamp with time zone,
	"appeal" text,
	"live" integer DEFAULT 0 NOT NULL,
	"answered" integer DEFAULT 0 NOT NULL,
	"expired" integer DEFAULT 0 NOT NULL,
	"deciders" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_tasks" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"commitment" text,
	"question_id" uuid,
	"reviewer" text NOT NULL,
	"status" text NOT NULL,
	"leased_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"verdict" text,
	"reason" text,
	"note" text,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "review_tests" (
	"test_id" uuid PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"account" text NOT NULL,
	"questions" jsonb NOT NULL,
	"answers" jsonb,
	"right" integer,
	"status" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "upload_parts" (
	"upload_id" uuid NOT NULL,
	"part" integer NOT NULL,
	CONSTRAINT "upload_parts_upload_id_part_pk" PRIMARY KEY("upload_id","part")
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"account" text NOT NULL,
	"datanet_id" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"parse" jsonb NOT NULL,
	"status" text NOT NULL,
	"records" integer,
	"code" text,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "uploads_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "version_facts" (
	"root" text NOT NULL,
	"name" text NOT NULL,
	"facts" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "version_facts_root_name_pk" PRIMARY KEY("root","name")
);
--> statement-breakpoint
CREATE TABLE "visibilities" (
	"datanet_id" text PRIMARY KEY NOT NULL,
	"visibility" text NOT NULL,
	"set_by" text NOT NULL,
	"licence" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "records_datanet";--> statement-breakpoint
ALTER TABLE "contributions" ADD COLUMN "source_licence" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "length" integer;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "words" bigint[];--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "findings" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "quality" jsonb;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "checked_as" text;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_commitment_reviews_commitment_fk" FOREIGN KEY ("commitment") REFERENCES "public"."reviews"("commitment") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_question_id_review_questions_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."review_questions"("question_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_parts" ADD CONSTRAINT "upload_parts_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "content_reads_datanet" ON "content_reads" USING btree ("datanet_id","id");--> statement-breakpoint
CREATE INDEX "gas_grants_account" ON "gas_grants" USING btree ("account","created_at");--> statement-breakpoint
CREATE INDEX "gas_grants_created" ON "gas_grants" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "review_events_commitment" ON "review_events" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "review_questions_datanet" ON "review_questions" USING btree ("datanet_id");--> statement-breakpoint
CREATE INDEX "reviews_datanet" ON "reviews" USING btree ("datanet_id","stage","opened_at");--> statement-breakpoint
CREATE INDEX "reviews_contributor" ON "reviews" USING btree ("contributor");--> statement-breakpoint
CREATE UNIQUE INDEX "review_tasks_record" ON "review_tasks" USING btree ("commitment","reviewer") WHERE "review_tasks"."commitment" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "review_tasks_question" ON "review_tasks" USING btree ("question_id","reviewer") WHERE "review_tasks"."question_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "review_tasks_reviewer" ON "review_tasks" USING btree ("datanet_id","reviewer","status");--> statement-breakpoint
CREATE INDEX "review_tasks_due" ON "review_tasks" USING btree ("status","due_at");--> statement-breakpoint
CREATE INDEX "review_tests_account" ON "review_tests" USING btree ("datanet_id","account");--> statement-breakpoint
CREATE UNIQUE INDEX "review_tests_open" ON "review_tests" USING btree ("datanet_id","account") WHERE "review_tests"."status" = 'open';--> statement-breakpoint
CREATE INDEX "uploads_account" ON "uploads" USING btree ("account");--> statement-breakpoint
CREATE INDEX "uploads_expiry" ON "uploads" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "disputes_commitment" ON "disputes" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "epoch_credits_commitment" ON "epoch_credits" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "records_erased" ON "records" USING btree ("erased_at") WHERE erased_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "records_in_order" ON "records" USING btree ("datanet_id","commitment");--> statement-breakpoint
CREATE INDEX "records_by_contributor" ON "records" USING btree ("datanet_id","contributor","commitment");--> statement-breakpoint
CREATE INDEX "records_by_kind" ON "records" USING btree ("datanet_id","kind","commitment");--> statement-breakpoint
CREATE INDEX "records_by_verdict" ON "records" USING btree ("datanet_id","verdict","commitment");--> statement-breakpoint
CREATE INDEX "records_by_length" ON "records" USING btree ("datanet_id","length");--> statement-breakpoint
CREATE INDEX "records_words" ON "records" USING gin ("words");--> statement-breakpoint
CREATE INDEX "records_datanet" ON "records" USING btree ("datanet_id","registered_order");