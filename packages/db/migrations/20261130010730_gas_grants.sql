CREATE TABLE "gas_grants" (
	"account" text NOT NULL,
	"transaction_key" text NOT NULL,
	"attempt" integer NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"hash" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gas_grants_transaction_key_attempt_pk" PRIMARY KEY("transaction_key","attempt")
);
--> statement-breakpoint
CREATE INDEX "gas_grants_account" ON "gas_grants" USING btree ("account","created_at");--> statement-breakpoint
CREATE INDEX "gas_grants_created" ON "gas_grants" USING btree ("created_at");