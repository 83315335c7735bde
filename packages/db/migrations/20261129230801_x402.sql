CREATE TABLE "x402_payments" (
	"wallet" text NOT NULL,
	"nonce" text NOT NULL,
	"request_hash" text NOT NULL,
	"value" numeric(78, 0) NOT NULL,
	"valid_after" numeric(78, 0) NOT NULL,
	"valid_before" numeric(78, 0) NOT NULL,
	"signature" text NOT NULL,
	"state" text NOT NULL,
	"transaction" text,
	"block_number" bigint,
	"settled_at" timestamp with time zone,
	"call_ids" jsonb,
	"fee" numeric(78, 0),
	"return_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "x402_payments_wallet_nonce_pk" PRIMARY KEY("wallet","nonce"),
	CONSTRAINT "x402_payments_fee_within" CHECK ("x402_payments"."fee" IS NULL OR "x402_payments"."fee" BETWEEN 0 AND "x402_payments"."value"),
	CONSTRAINT "x402_payments_fee_known" CHECK (("x402_payments"."fee" IS NOT NULL) = ("x402_payments"."state" IN ('spent', 'final', 'lost'))),
	CONSTRAINT "x402_payments_return_final" CHECK ("x402_payments"."return_id" IS NULL OR "x402_payments"."state" = 'final')
);
--> statement-breakpoint
CREATE TABLE "x402_returns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"wallet" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"reverted_at" bigint,
	"transaction" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "x402_returns_positive" CHECK ("x402_returns"."amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "x402_payments" ADD CONSTRAINT "x402_payments_return_id_x402_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."x402_returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "x402_payments_open" ON "x402_payments" USING btree ("state") WHERE "x402_payments"."state" NOT IN ('final', 'lost', 'refused');--> statement-breakpoint
CREATE INDEX "x402_payments_owed" ON "x402_payments" USING btree ("wallet") WHERE "x402_payments"."state" = 'final' AND "x402_payments"."return_id" IS NULL;--> statement-breakpoint
CREATE INDEX "x402_returns_wallet" ON "x402_returns" USING btree ("wallet");--> statement-breakpoint
CREATE INDEX "x402_returns_open" ON "x402_returns" USING btree ("state") WHERE "x402_returns"."state" = 'open';