CREATE TABLE "datanet_checks" (
	"datanet_id" text PRIMARY KEY NOT NULL,
	"settings" jsonb,
	"run" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "records_datanet";--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "findings" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "quality" jsonb;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "checked_as" text;--> statement-breakpoint
CREATE INDEX "records_datanet" ON "records" USING btree ("datanet_id","registered_order");