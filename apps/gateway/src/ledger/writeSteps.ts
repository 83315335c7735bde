import type { RunStatement } from '@openledger/db/runStatement.ts'
import type { ChannelState } from './channelState.ts'
import type { StepWrites } from './step.ts'

/** SQLSTATE classes of what a server refuses and undoes: data, constraints, rollbacks. */
const UNDONE = /^(22|23|40)...$/

/** Whether a statement failed in such a way that nothing of it was written. */
export function isUndone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && UNDONE.test(error.code)
}

/**
 * Brings a channel from one state to a later one together with the rows of the steps between, in one statement, if and
 * only if the tables still have the state that it comes from, limits of its keys included. What was decided from a state
 * that is not the tables' any more is never written.
 *
 * @throws an error that {@link isUndone} knows when the tables have another state, or a call is not reserved any more
 */
export async function writeSteps(
  run: RunStatement,
  before: ChannelState,
  after: ChannelState,
  steps: readonly StepWrites[],
): Promise<void> {
  const { keys: keysBefore, ...channel } = before
  const { reserved, used, lastSequence } = after
  const keys = [...after.keys.values()].flatMap((key) => {
    const old = keysBefore.get(key.id)
    if (old === undefined) throw new Error(`The key ${key.id} has no state to come from.`)
    return old === key ? [] : [{ ...old, reservedAfter: key.reserved, usedAfter: key.used }]
  })
  const rows: Readonly<Record<Part, readonly object[]>> = {
    keys,
    opened: steps.flatMap(({ opened }) => opened ?? []),
    named: steps.flatMap(({ named }) => named ?? []),
    // As UTF-8 has it; JSON would carry half a surrogate pair, which the server refuses.
    ended: steps.flatMap(({ ended }) => (ended ? [{ ...ended, answer: ended.answer?.toWellFormed() ?? null }] : [])),
    billed: steps.flatMap(({ billed }) => billed ?? []),
  }
  const parts = PARTS.filter((part) => rows[part].length > 0)
  await run({
    ...statementOf(parts),
    values: [
      JSON.stringify(plain({ ...channel, reservedAfter: reserved, usedAfter: used, lastSequenceAfter: lastSequence })),
      ...parts.map((part) => toJson(rows[part])),
    ],
  })
}

type Part = 'keys' | 'opened' | 'named' | 'ended' | 'billed'
const PARTS: readonly Part[] = ['keys', 'opened', 'named', 'ended', 'billed']

/** Rows as JSON: amounts as decimal strings, moments as ISO 8601. */
function toJson(rows: readonly object[]): string {
  return JSON.stringify(rows.map(plain))
}

function plain(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, typeof cell === 'bigint' ? cell.toString() : cell]),
  )
}

/**
 * Every part comes from the channel's update, so without that none is done; a part that does fewer rows than it was
 * given divides by zero, which undoes all.
 */
function statementOf(parts: readonly Part[]): { readonly name: string; readonly text: string } {
  const name = `ledger:${parts.join('+')}`
  const known = STATEMENTS.get(name)
  if (known !== undefined) return known
  const written = parts.map((part, i) => ` AND (SELECT count(*) FROM ${part}) = jsonb_array_length($${i + 2}::jsonb)`)
  const text = `
    WITH channel AS (${CHANNEL})
    ${parts.map((part, i) => `, ${part} AS (${SQL[part](`jsonb_to_recordset($${i + 2}::jsonb)`)})`).join('')}
    SELECT 1 / ((SELECT count(*) FROM channel) = 1${written.join('')})::int AS written`
  const statement = { name, text }
  STATEMENTS.set(name, statement)
  return statement
}

/** By name: one for each set of parts. */
const STATEMENTS = new Map<string, { readonly name: string; readonly text: string }>()

/** A field of the first value, which is one channel's. */
const of = (field: string, type: string) => `($1::jsonb ->> '${field}')::${type}`

const CHANNEL = `
  UPDATE channels SET reserved = ${of('reservedAfter', 'numeric')}, used = ${of('usedAfter', 'numeric')},
    last_sequence = ${of('lastSequenceAfter', 'bigint')}
  WHERE channel_id = ${of('channelId', 'text')} AND signer = ${of('signer', 'text')}
    AND signer_cap = ${of('signerCap', 'numeric')} AND signer_expiry = ${of('signerExpiry', 'bigint')}
    AND deposit = ${of('deposit', 'numeric')} AND withdrawal_amount = ${of('withdrawalAmount', 'numeric')}
    AND reserved = ${of('reserved', 'numeric')} AND used = ${of('used', 'numeric')}
    AND last_sequence = ${of('lastSequence', 'bigint')}
  RETURNING channel_id`

/**
 * The ids of some rows as an array: with it the planner takes the primary key, however large the table, where it would
 * read the whole of it to join with a hundred rows, its guess for any JSON. (`IS TRUE` keeps it from other indexes: a
 * channel can have a million calls.)
 */
const idsOf = (rows: string, id: string, type: string) =>
  `ARRAY(SELECT one."${id}" FROM ${rows} AS one("${id}" ${type}))`

const SQL: Readonly<Record<Part, (rows: string) => string>> = {
  keys: (rows) => `
    UPDATE api_keys SET reserved = i."reservedAfter", used = i."usedAfter"
    FROM channel, ${rows} AS i(
      id uuid, budget numeric, models jsonb, "requestsPerMinute" int, "tokensPerMinute" int, reserved numeric,
      used numeric, "reservedAfter" numeric, "usedAfter" numeric)
    WHERE api_keys.id = i.id AND api_keys.id = ANY (${idsOf(rows, 'id', 'uuid')})
      AND api_keys.channel_id = channel.channel_id
      AND api_keys.reserved = i.reserved AND api_keys.used = i.used
      AND api_keys.budget IS NOT DISTINCT FROM i.budget AND api_keys.models IS NOT DISTINCT FROM i.models
      AND api_keys.requests_per_minute IS NOT DISTINCT FROM i."requestsPerMinute"
      AND api_keys.tokens_per_minute IS NOT DISTINCT FROM i."tokensPerMinute"
    RETURNING 1`,
  opened: (rows) => `
    INSERT INTO calls (call_id, api_key_id, channel_id, model_id, status, reserved_amount, request, salt, retrieved,
      price_version, input_tokens, started_at)
    SELECT i."callId", i."apiKeyId", channel.channel_id, i."modelId", 'reserved', i."reservedAmount", i.request, i.salt,
      i.retrieved, i."priceVersion", i."inputTokens", i."startedAt"
    FROM channel, ${rows} AS i(
      "callId" text, "apiKeyId" uuid, "modelId" text, "reservedAmount" numeric, request jsonb, salt text,
      retrieved jsonb, "priceVersion" int, "inputTokens" int, "startedAt" timestamptz)
    RETURNING 1`,
  // A name goes over to another call only from one that has no receipt.
  named: (rows) => `
    INSERT INTO idempotency_keys AS n (api_key_id, idempotency_key, request_hash, call_id)
    SELECT i."apiKeyId", i."idempotencyKey", i."requestHash", i."callId"
    FROM channel, ${rows} AS i("apiKeyId" uuid, "idempotencyKey" text, "requestHash" text, "callId" text)
    ON CONFLICT (api_key_id, idempotency_key) DO UPDATE SET call_id = excluded.call_id
    WHERE n.request_hash = excluded.request_hash AND NOT EXISTS (SELECT FROM receipts r WHERE r.call_id = n.call_id)
    RETURNING 1`,
  ended: (rows) => `
    UPDATE calls SET status = i.status, answer = i.answer, output_tokens = i."outputTokens",
      settled_at = i."settledAt", finish_reason = i."finishReason", error_code = i."errorCode",
      bill = i.bill
    FROM channel, ${rows} AS i(
      "callId" text, status text, answer text, "outputTokens" int, "settledAt" timestamptz, "finishReason" text,
      "errorCode" text, bill jsonb)
    WHERE calls.call_id = i."callId" AND calls.call_id = ANY (${idsOf(rows, 'callId', 'text')})
      AND (calls.channel_id = channel.channel_id
        AND calls.status = ANY (CASE i.status WHEN 'settled' THEN ARRAY['reserved', 'unpaid']
          WHEN 'cancelled' THEN ARRAY['reserved', 'unpaid'] ELSE ARRAY['reserved'] END)) IS TRUE
    RETURNING 1`,
  billed: (rows) => `
    INSERT INTO receipts (call_id, channel_id, sequence, receipt, signature, voucher_signature, fee, cumulative_after)
    SELECT i."callId", channel.channel_id, i.sequence, i.receipt, i.signature, i."voucherSignature", i.fee,
      i."cumulativeAfter"
    FROM channel, ${rows} AS i(
      "callId" text, sequence bigint, receipt jsonb, signature text, "voucherSignature" text, fee numeric,
      "cumulativeAfter" numeric)
    RETURNING 1`,
}
