CREATE TABLE "grants" (
	"grant_id" text PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"developer" text NOT NULL,
	"terms_hash" text NOT NULL,
	"expiry" bigint NOT NULL,
	"min_data_share_bps" integer NOT NULL,
	"min_output_price" numeric(78, 0) NOT NULL,
	"block_number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "models" DROP CONSTRAINT "models_name_unique";--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "log_index" integer NOT NULL;--> statement-breakpoint
CREATE INDEX "models_name" ON "models" USING btree ("name");--> statement-breakpoint
CREATE INDEX "models_manifest" ON "models" USING btree ("manifest_hash");