ALTER TABLE "api_keys" ADD COLUMN "signing" text DEFAULT 'gateway' NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "bill" jsonb;