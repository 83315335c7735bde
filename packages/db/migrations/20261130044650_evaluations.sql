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
ALTER TABLE "evaluation_answers" ADD CONSTRAINT "evaluation_answers_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_judgements" ADD CONSTRAINT "evaluation_judgements_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_training_id_training_jobs_job_id_fk" FOREIGN KEY ("training_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_evaluation_id_training_jobs_job_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evaluation_answers_commitment" ON "evaluation_answers" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "evaluations_training" ON "evaluations" USING btree ("training_id");