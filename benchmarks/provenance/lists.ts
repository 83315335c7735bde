import { randomUUID } from 'node:crypto'
import type { GatewayServices } from '../../apps/gateway/src/gatewayServices.ts'
import type { ApiHandler } from '../../apps/gateway/src/http/apiHandler.ts'
import { handler as listAccounts } from '../../apps/gateway/src/routes/accounts/listAccounts.ts'
import { handler as listCalls } from '../../apps/gateway/src/routes/calls/listCalls.ts'
import { handler as listEpochs } from '../../apps/gateway/src/routes/epochs/listEpochs.ts'
import { openDatabase } from '../../packages/db/src/openDatabase.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'

const PAGE = 50

/** A page of each list, at its beginning and deep in it, with as many rows as a year brings; in the embedded database. */
export async function measureLists(context: BenchContext): Promise<void> {
  const rows = context.quick ? 10_000 : 100_000
  const opened = await openDatabase({})
  try {
    context.progress(`${rows} calls, epochs and accounts are written`)
    for (const [place, text] of fill(rows).entries()) await opened.run({ name: `fill ${place}`, text, values: [] })
    const deps = { db: opened.db } as GatewayServices
    const middle = String(Math.floor(rows / 2))
    const hex = (n: number, bytes: number) => `0x${n.toString(16).padStart(2 * bytes, '0')}`
    const half = Math.floor(rows / 2)
    const account = hex(1 + (half % 1_000), 20)
    const asked: readonly (readonly [string, ApiHandler, Record<string, string>])[] = [
      ['calls, first page', listCalls, {}],
      ['calls, in the middle', listCalls, { after: `${half * 1_000}-${hex(half, 32)}` }],
      ['calls of an epoch', listCalls, { epoch: String(half + 1) }],
      ['calls of a model', listCalls, { model: hex(3, 32) }],
      ['calls of an account', listCalls, { account }],
      ['calls that failed', listCalls, { status: 'failed' }],
      ['epochs, in the middle', listEpochs, { after: middle }],
      ['accounts, first page', listAccounts, {}],
      ['accounts, in the middle', listAccounts, { after: `${half}-${hex(half, 20)}` }],
    ]
    for (const [name, handler, query] of asked) {
      const times: number[] = []
      let shown = 0
      for (let run = 0; run < 15; run++) {
        const began = performance.now()
        const { data } = (await ask(handler, query, deps)) as { data: unknown[] }
        times.push(performance.now() - began)
        shown = data.length
      }
      context.row({
        name: `a page of ${rows.toLocaleString('en')}: ${name}`,
        value: Number(quantile(times, 0.5).toFixed(1)),
        unit: 'ms',
        bar: null,
        ok: null,
        note: `${shown} rows, median of ${times.length}, slowest ${Math.max(...times).toFixed(0)} ms; embedded database`,
      })
    }
  } finally {
    await opened.close()
  }
}

async function ask(handler: ApiHandler, query: Record<string, string>, deps: GatewayServices): Promise<unknown> {
  const nobody = { key: undefined, account: undefined, session: undefined }
  const rest = { bytes: new Uint8Array(), url: '', headers: new Headers(), signal: new AbortController().signal }
  const limit = String(PAGE)
  const answer = await handler.handle({
    ...{ params: {}, query: { limit, ...query }, deps, answerHeaders: new Headers() },
    ...nobody,
    ...rest,
  })
  return answer.json()
}

/** One call a second, twenty models, a thousand accounts that are credited, each call in an epoch of its own number. */
function fill(rows: number): string[] {
  const id = (what: string, bytes: number) => `'0x' || lpad(to_hex(${what}), ${2 * bytes}, '0')`
  const key = randomUUID()
  return [
    `INSERT INTO api_keys (id, key_hash, account, channel_id, name)
     VALUES ('${key}', '0x1', '0x1', ${id('1', 32)}, 'x')`,
    `INSERT INTO calls (call_id, api_key_id, channel_id, model_id, status, reserved_amount, request, salt, retrieved,
       price_version, input_tokens, started_at)
     SELECT ${id('n', 32)}, '${key}', ${id('1', 32)}, ${id('n % 20', 32)},
       CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'settled' END, 10, '{}', '0x', '[]', 1, 1, to_timestamp(n)
     FROM generate_series(1, ${rows}) AS n`,
    `INSERT INTO epochs (number, status) SELECT n, 'final' FROM generate_series(1, ${rows}) AS n`,
    `INSERT INTO receipts (call_id, channel_id, sequence, receipt, signature, voucher_signature, fee, cumulative_after, epoch)
     SELECT ${id('n', 32)}, ${id('1', 32)}, n,
       jsonb_build_object('components', jsonb_build_array(jsonb_build_object(
         'modelId', ${id('n % 20', 32)}, 'scalePpm', 1000000, 'priceVersion', 1)),
         'callId', ${id('n', 32)}, 'channelId', ${id('1', 32)}, 'sequence', n::text, 'cumulativeBefore', '0',
         'cumulativeAfter', '1', 'retrievedVersions', '[]'::jsonb, 'requestHash', ${id('1', 32)},
         'responseHash', ${id('1', 32)}, 'inputTokens', 1, 'outputTokens', 1, 'fee', '1', 'time', '1'),
       '0x', '0x', 1, n, n FROM generate_series(1, ${rows}) AS n WHERE n % 50 <> 0`,
    `INSERT INTO epoch_credits (epoch, account, call_id, role, commitment, amount)
     SELECT n, ${id('1 + n % 1000', 20)}, ${id('n', 32)}, 4, ${id('n', 32)}, 1 FROM generate_series(1, ${rows}) AS n`,
    `INSERT INTO epoch_payouts (epoch, account, cumulative)
     SELECT ${rows}, ${id('n', 20)}, n FROM generate_series(1, ${rows}) AS n`,
    'ANALYZE',
  ]
}
