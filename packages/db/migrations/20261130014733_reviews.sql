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
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_commitment_reviews_commitment_fk" FOREIGN KEY ("commitment") REFERENCES "public"."reviews"("commitment") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_question_id_review_questions_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."review_questions"("question_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_events_commitment" ON "review_events" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "review_questions_datanet" ON "review_questions" USING btree ("datanet_id");--> statement-breakpoint
CREATE INDEX "reviews_datanet" ON "reviews" USING btree ("datanet_id","stage","opened_at");--> statement-breakpoint
CREATE INDEX "reviews_contributor" ON "reviews" USING btree ("contributor");--> statement-breakpoint
CREATE UNIQUE INDEX "review_tasks_record" ON "review_tasks" USING btree ("commitment","reviewer") WHERE "review_tasks"."commitment" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "review_tasks_question" ON "review_tasks" USING btree ("question_id","reviewer") WHERE "review_tasks"."question_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "review_tasks_reviewer" ON "review_tasks" USING btree ("datanet_id","reviewer","status");--> statement-breakpoint
CREATE INDEX "review_tasks_due" ON "review_tasks" USING btree ("status","due_at");--> statement-breakpoint
CREATE INDEX "review_tests_account" ON "review_tests" USING btree ("datanet_id","account");--> statement-breakpoint
CREATE UNIQUE INDEX "review_tests_open" ON "review_tests" USING btree ("datanet_id","account") WHERE "review_tests"."status" = 'open';