CREATE TABLE "evaluation_judges" (
	"job_id" uuid NOT NULL,
	"judge" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "evaluation_judges_job_id_judge_pk" PRIMARY KEY("job_id","judge")
);
--> statement-breakpoint
ALTER TABLE "evaluation_judges" ADD CONSTRAINT "evaluation_judges_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evaluation_judges_judge" ON "evaluation_judges" USING btree ("judge");