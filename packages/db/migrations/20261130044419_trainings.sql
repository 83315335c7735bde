CREATE TABLE "curve_blocks" (
	"job_id" uuid NOT NULL,
	"block" integer NOT NULL,
	"points" text NOT NULL,
	CONSTRAINT "curve_blocks_job_id_block_pk" PRIMARY KEY("job_id","block")
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
ALTER TABLE "api_keys" ADD COLUMN "scopes" jsonb DEFAULT '["call"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "training_jobs" ADD COLUMN "asked" text;--> statement-breakpoint
ALTER TABLE "training_jobs" ADD COLUMN "last_sequence" integer;--> statement-breakpoint
ALTER TABLE "training_jobs" ADD COLUMN "progress" jsonb;--> statement-breakpoint
ALTER TABLE "curve_blocks" ADD CONSTRAINT "curve_blocks_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "training_files_account" ON "training_files" USING btree ("account","created_at","id");--> statement-breakpoint
CREATE INDEX "job_events_beside_steps" ON "job_events" USING btree ("job_id","sequence") WHERE event ->> 'type' <> 'progress';--> statement-breakpoint
CREATE INDEX "training_jobs_developer" ON "training_jobs" USING btree ("developer","created_at","job_id");