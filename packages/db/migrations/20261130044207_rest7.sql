CREATE TABLE "call_credits" (
	"call_id" text NOT NULL,
	"account" text NOT NULL,
	"role" integer NOT NULL,
	"commitment" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "call_credits_call_id_account_role_commitment_pk" PRIMARY KEY("call_id","account","role","commitment")
);
--> statement-breakpoint
ALTER TABLE "datanet_checks" ADD COLUMN "recheck" text;--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "credited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "call_credits" ADD CONSTRAINT "call_credits_call_id_calls_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("call_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_credits_account" ON "call_credits" USING btree ("account");--> statement-breakpoint
CREATE INDEX "records_by_language" ON "records" USING btree ("datanet_id","language","commitment");