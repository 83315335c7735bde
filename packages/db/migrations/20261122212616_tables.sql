CREATE EXTENSION IF NOT EXISTS vector;--> statement-breakpoint
CREATE TABLE "adapters" (
	"manifest_hash" text PRIMARY KEY NOT NULL,
	"dir" text NOT NULL,
	"adapter_hash" text NOT NULL,
	"index_hash" text NOT NULL,
	"log_root" text NOT NULL,
	"manifest_data_hash" text NOT NULL,
	"log_data_hash" text NOT NULL,
	"threshold" bigint NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_hash" text NOT NULL,
	"account" text NOT NULL,
	"channel_id" text NOT NULL,
	"name" text NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "attributions" (
	"call_id" text PRIMARY KEY NOT NULL,
	"method" text NOT NULL,
	"share_ppm" integer NOT NULL,
	"index_hash" text NOT NULL,
	"threshold" bigint NOT NULL,
	"entries" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"call_id" text PRIMARY KEY NOT NULL,
	"api_key_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"model_id" text NOT NULL,
	"status" text NOT NULL,
	"reserved_amount" numeric(78, 0) NOT NULL,
	"request" jsonb NOT NULL,
	"answer" text,
	"salt" text NOT NULL,
	"retrieved" jsonb NOT NULL,
	"price_version" integer NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"finish_reason" text,
	"error_code" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_events" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"name" text NOT NULL,
	"subject" text,
	"args" jsonb NOT NULL,
	"transaction_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chain_events_block_number_log_index_pk" PRIMARY KEY("block_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"channel_id" text PRIMARY KEY NOT NULL,
	"payer" text NOT NULL,
	"operator" text NOT NULL,
	"signer" text NOT NULL,
	"signer_cap" numeric(78, 0) NOT NULL,
	"signer_expiry" bigint NOT NULL,
	"deposit" numeric(78, 0) DEFAULT 0 NOT NULL,
	"collected" numeric(78, 0) DEFAULT 0 NOT NULL,
	"reserved" numeric(78, 0) DEFAULT 0 NOT NULL,
	"used" numeric(78, 0) DEFAULT 0 NOT NULL,
	"last_sequence" bigint DEFAULT 0 NOT NULL,
	"withdrawable_at" timestamp with time zone,
	"withdrawal_amount" numeric(78, 0) DEFAULT 0 NOT NULL,
	"block_number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_reserved_not_negative" CHECK ("channels"."reserved" >= 0),
	CONSTRAINT "channels_used_not_negative" CHECK ("channels"."used" >= 0)
);
--> statement-breakpoint
CREATE TABLE "contributions" (
	"contribution_id" text PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"contributor" text NOT NULL,
	"root" text NOT NULL,
	"count" integer NOT NULL,
	"deadline" numeric(78, 0),
	"commitments" jsonb NOT NULL,
	"signature" text,
	"status" text NOT NULL,
	"block_number" bigint,
	"log_index" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "datanets" (
	"datanet_id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"slug" text NOT NULL,
	"treasury" text NOT NULL,
	"rate_bps" integer NOT NULL,
	"block_number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "epoch_credits" (
	"epoch" bigint NOT NULL,
	"account" text NOT NULL,
	"call_id" text NOT NULL,
	"role" integer NOT NULL,
	"commitment" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "epoch_credits_epoch_account_call_id_role_commitment_pk" PRIMARY KEY("epoch","account","call_id","role","commitment")
);
--> statement-breakpoint
CREATE TABLE "epoch_payouts" (
	"epoch" bigint NOT NULL,
	"account" text NOT NULL,
	"cumulative" numeric(78, 0) NOT NULL,
	CONSTRAINT "epoch_payouts_epoch_account_pk" PRIMARY KEY("epoch","account")
);
--> statement-breakpoint
CREATE TABLE "epochs" (
	"number" bigint PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"epoch" jsonb,
	"epoch_hash" text,
	"data_commitment" text,
	"totals" jsonb,
	"posted_at" timestamp with time zone,
	"finalizes_at" timestamp with time zone,
	"error" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE "indexer_blocks" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_events" (
	"job_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"event" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_events_job_id_sequence_pk" PRIMARY KEY("job_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"model_id" text PRIMARY KEY NOT NULL,
	"developer" text NOT NULL,
	"name" text NOT NULL,
	"base_hash" text NOT NULL,
	"adapter_hash" text NOT NULL,
	"manifest_hash" text NOT NULL,
	"log_root" text NOT NULL,
	"index_hash" text NOT NULL,
	"training_versions" jsonb NOT NULL,
	"retrieval_versions" jsonb NOT NULL,
	"split" jsonb NOT NULL,
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"model_id" text NOT NULL,
	"price_version" integer NOT NULL,
	"input_price" numeric(78, 0) NOT NULL,
	"output_price" numeric(78, 0) NOT NULL,
	"effective_from" bigint NOT NULL,
	"block_number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prices_model_id_price_version_pk" PRIMARY KEY("model_id","price_version")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"call_id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"receipt" jsonb NOT NULL,
	"signature" text NOT NULL,
	"voucher_signature" text NOT NULL,
	"fee" numeric(78, 0) NOT NULL,
	"cumulative_after" numeric(78, 0) NOT NULL,
	"epoch" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receipts_channel_sequence" UNIQUE("channel_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"commitment" text PRIMARY KEY NOT NULL,
	"contribution_id" text NOT NULL,
	"datanet_id" text NOT NULL,
	"contributor" text NOT NULL,
	"index" integer NOT NULL,
	"record_id" text,
	"salt" text,
	"content" jsonb,
	"kind" text,
	"verdict" text DEFAULT 'pending' NOT NULL,
	"code" text,
	"reason" text,
	"unit" text,
	"registered_order" numeric(78, 0),
	"embedding" vector(384),
	"revoked" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request_nonces" (
	"account" text NOT NULL,
	"nonce" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "request_nonces_account_nonce_pk" PRIMARY KEY("account","nonce")
);
--> statement-breakpoint
CREATE TABLE "session_signers" (
	"address" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"private_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "training_jobs" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"developer" text NOT NULL,
	"name" text NOT NULL,
	"request" jsonb NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"manifest_hash" text,
	"result" jsonb,
	"error" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"key" text PRIMARY KEY NOT NULL,
	"from" text NOT NULL,
	"nonce" integer,
	"to" text NOT NULL,
	"data" text NOT NULL,
	"value" numeric(78, 0) DEFAULT 0 NOT NULL,
	"raw" text,
	"hash" text,
	"status" text NOT NULL,
	"block_number" bigint,
	"block_hash" text,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "version_records" (
	"root" text NOT NULL,
	"commitment" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "version_records_root_position_pk" PRIMARY KEY("root","position")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"root" text PRIMARY KEY NOT NULL,
	"datanet_id" text NOT NULL,
	"number" integer NOT NULL,
	"count" integer NOT NULL,
	"data_hash" text NOT NULL,
	"previous_root" text NOT NULL,
	"block_number" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attributions" ADD CONSTRAINT "attributions_call_id_calls_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("call_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_events" ADD CONSTRAINT "job_events_job_id_training_jobs_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."training_jobs"("job_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_call_id_calls_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("call_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_contribution_id_contributions_contribution_id_fk" FOREIGN KEY ("contribution_id") REFERENCES "public"."contributions"("contribution_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "adapters_adapter_hash" ON "adapters" USING btree ("adapter_hash");--> statement-breakpoint
CREATE INDEX "api_keys_account" ON "api_keys" USING btree ("account");--> statement-breakpoint
CREATE INDEX "calls_status" ON "calls" USING btree ("status");--> statement-breakpoint
CREATE INDEX "calls_channel" ON "calls" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "calls_model" ON "calls" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "chain_events_subject" ON "chain_events" USING btree ("subject","name");--> statement-breakpoint
CREATE INDEX "channels_payer" ON "channels" USING btree ("payer");--> statement-breakpoint
CREATE INDEX "contributions_datanet" ON "contributions" USING btree ("datanet_id");--> statement-breakpoint
CREATE INDEX "epoch_credits_call" ON "epoch_credits" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "epoch_credits_account" ON "epoch_credits" USING btree ("account");--> statement-breakpoint
CREATE INDEX "epoch_payouts_account" ON "epoch_payouts" USING btree ("account");--> statement-breakpoint
CREATE INDEX "models_name" ON "models" USING btree ("name");--> statement-breakpoint
CREATE INDEX "models_manifest" ON "models" USING btree ("manifest_hash");--> statement-breakpoint
CREATE INDEX "receipts_epoch" ON "receipts" USING btree ("epoch");--> statement-breakpoint
CREATE INDEX "records_contribution" ON "records" USING btree ("contribution_id","index");--> statement-breakpoint
CREATE INDEX "records_datanet" ON "records" USING btree ("datanet_id");--> statement-breakpoint
CREATE INDEX "records_record_id" ON "records" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "records_unit" ON "records" USING btree ("unit");--> statement-breakpoint
CREATE INDEX "request_nonces_expiry" ON "request_nonces" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "session_signers_account" ON "session_signers" USING btree ("account");--> statement-breakpoint
CREATE INDEX "training_jobs_manifest" ON "training_jobs" USING btree ("manifest_hash");--> statement-breakpoint
CREATE INDEX "transactions_status" ON "transactions" USING btree ("status");--> statement-breakpoint
CREATE INDEX "transactions_nonce" ON "transactions" USING btree ("from","nonce");--> statement-breakpoint
CREATE INDEX "version_records_commitment" ON "version_records" USING btree ("commitment");--> statement-breakpoint
CREATE INDEX "versions_datanet" ON "versions" USING btree ("datanet_id","number");