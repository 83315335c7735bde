CREATE TABLE "access_requests" (
	"datanet_id" text NOT NULL,
	"developer" text NOT NULL,
	"words" text,
	"terms_hash" text,
	"refusal" text,
	"refused_by" text,
	"refused_at" timestamp with time zone,
	"refused_block" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_requests_datanet_id_developer_pk" PRIMARY KEY("datanet_id","developer")
);
--> statement-breakpoint
CREATE TABLE "content_reads" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"reader" text NOT NULL,
	"kind" text NOT NULL,
	"right" text NOT NULL,
	"root" text,
	"records" integer NOT NULL,
	"commitments" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "version_facts" (
	"root" text NOT NULL,
	"name" text NOT NULL,
	"facts" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "version_facts_root_name_pk" PRIMARY KEY("root","name")
);
--> statement-breakpoint
CREATE TABLE "visibilities" (
	"datanet_id" text PRIMARY KEY NOT NULL,
	"visibility" text NOT NULL,
	"set_by" text NOT NULL,
	"licence" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "length" integer;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "words" bigint[];--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "content_reads_datanet" ON "content_reads" USING btree ("datanet_id","id");--> statement-breakpoint
CREATE INDEX "disputes_commitment" ON "disputes" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "epoch_credits_commitment" ON "epoch_credits" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "records_erased" ON "records" USING btree ("erased_at") WHERE erased_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "records_in_order" ON "records" USING btree ("datanet_id","commitment");--> statement-breakpoint
CREATE INDEX "records_by_contributor" ON "records" USING btree ("datanet_id","contributor","commitment");--> statement-breakpoint
CREATE INDEX "records_by_kind" ON "records" USING btree ("datanet_id","kind","commitment");--> statement-breakpoint
CREATE INDEX "records_by_verdict" ON "records" USING btree ("datanet_id","verdict","commitment");--> statement-breakpoint
CREATE INDEX "records_by_length" ON "records" USING btree ("datanet_id","length");--> statement-breakpoint
CREATE INDEX "records_words" ON "records" USING gin ("words");