CREATE TABLE "disputes" (
	"dispute_id" text PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"commitment" text NOT NULL,
	"contributor" text NOT NULL,
	"challenger" text NOT NULL,
	"reason_hash" text NOT NULL,
	"pot" text NOT NULL,
	"stage" text NOT NULL,
	"upheld" boolean NOT NULL,
	"block_number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "datanets" ADD COLUMN "curators" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "datanets" ADD COLUMN "licence" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "training_fee" numeric(78, 0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "owner" text;--> statement-breakpoint
UPDATE "models" SET "owner" = "developer";--> statement-breakpoint
ALTER TABLE "models" ALTER COLUMN "owner" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "disputes_datanet" ON "disputes" USING btree ("datanet_id");