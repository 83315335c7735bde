CREATE TABLE "call_credits" (
	"call_id" text NOT NULL,
	"account" text NOT NULL,
	"role" integer NOT NULL,
	"commitment" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "call_credits_call_id_account_role_commitment_pk" PRIMARY KEY("call_id","account","role","commitment")
);
--> statement-breakpoint
CREATE TABLE "curve_blocks" (
	"job_id" uuid NOT NULL,
	"block" integer NOT NULL,
	"points" text NOT NULL,
	CONSTRAINT "curve_blocks_job_id_block_pk" PRIMARY KEY("job_id","block")
);
--> statement-breakpoint
CREATE TABLE "evaluation_answers" (
	"job_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"group" text NOT NULL,
	"question" text NOT NULL,
	"commitment" text,
	"datanet_id" text,
	"copy_of" text,
	"similarity" double precision,
	"wordings" integer NOT NULL,
	"tokens" integer NOT NULL,
	"base_right" integer NOT NULL,
	"adapter_right" integer NOT NULL,
	"base_f1" double precision NOT NULL,
	"adapter_f1" double precision NOT NULL,
	"base_nats" double precision NOT NULL,
	"adapter_nats" double precision NOT NULL,
	"model_verdict" text,
	"differs" boolean NOT NULL,
	"texts" jsonb,
	CONSTRAINT "evaluation_answers_job_id_place_pk" PRIMARY KEY("job_id","place")
);
--> statement-breakpoint
CREATE TABLE "evaluation_judgements" (
	"job_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"judge" text NOT NULL,
	"verdict" text NOT NULL,
	"first" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "evaluation_judgements_job_id_place_judge_pk" PRIMARY KEY("job_id","place","judge")
);
--> statement-breakpoint
CREATE TABLE "evaluations" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"training_id" uuid NOT NULL,
	"developer" text NOT NULL,
	"report" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"training_id" uuid PRIMARY KEY NOT NULL,
	"licence" text NOT NULL,
	"evaluation_id" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "training_files" (
	"id" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"filename" text NOT NULL,
	"bytes" integer NOT NULL,
	"examples" integer NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "signing" text DEFAULT 'gateway' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "scopes" jsonb DEFAULT '["call"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "bill" jsonb;--> statement-breakpoint
ALTER TABLE "datanet_checks" ADD COLUMN "recheck" text;--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "credited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "training_jobs" ADD COLUMN "asked" text;--> statement-breakpoint
ALTER TABLE "training_jobs" ADD COLUMN "last_sequence" integer;--> statement-breakpoint
ALTER TABLE "training_jobs" ADD COLUMN "progress" jsonb;--> statement-breakpoint
ALTER TABLE "call_credits" ADD CONSTRAINT "call_credits_call_id_calls_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("call_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "curve_blocks" ADD CONSTRAINT "curve_blocks_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_answers" ADD CONSTRAINT "evaluation_answers_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_judgements" ADD CONSTRAINT "evaluation_judgements_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_training_id_training_jobs_job_id_fk" FOREIGN KEY ("training_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_evaluation_id_training_jobs_job_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_credits_account" ON "call_credits" USING btree ("account");--> statement-breakpoint
CREATE INDEX "evaluation_answers_commitment" ON "evaluation_answers" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "evaluations_training" ON "evaluations" USING btree ("training_id");--> statement-breakpoint
CREATE INDEX "training_files_account" ON "training_files" USING btree ("account","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_started" ON "calls" USING btree ("started_at","call_id");--> statement-breakpoint
CREATE INDEX "epoch_payouts_standing" ON "epoch_payouts" USING btree ("epoch","cumulative","account");--> statement-breakpoint
CREATE INDEX "job_events_beside_steps" ON "job_events" USING btree ("job_id","sequence") WHERE event ->> 'type' <> 'progress';--> statement-breakpoint
CREATE INDEX "records_by_language" ON "records" USING btree ("datanet_id","language","commitment");--> statement-breakpoint
CREATE INDEX "training_jobs_developer" ON "training_jobs" USING btree ("developer","created_at","job_id");