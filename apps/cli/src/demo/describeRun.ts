import type { Call } from '@openledger/core/api/calls.ts'
import type { Epoch } from '@openledger/core/api/epochs.ts'
import { createOpenLedger } from '@openledger/sdk/index.ts'
import type { Session } from '../operations/session.ts'
import { datanets, uploaders } from './cast.ts'
import type { DemoCall, DemoContributor, DemoEpoch, DemoRecord } from './demoDocument.ts'
import type { StoredCall } from './demoState.ts'
import type { World } from './prepareWorld.ts'
import { normalised } from './questions.ts'

/** A record as its contributor knows it: the gateway publishes no content. */
type KnownRecord = { readonly account: string; readonly text: string; readonly url: string | undefined }

/** Every uploaded record by its commitment, in the words of the contributors' own files. */
function knownRecords(world: World): ReadonlyMap<string, KnownRecord> {
  const known = new Map<string, KnownRecord>()
  for (const [account, { prepared }] of world.uploads) {
    for (const { commitment, content } of prepared.records) {
      const { prompts, answer, title, url } = content
      const text = Array.isArray(prompts) ? `${String(prompts[0])} → ${String(answer)}` : String(title ?? '')
      known.set(commitment, { account, text, url: typeof url === 'string' ? url : undefined })
    }
  }
  return known
}

/** Asks the gateway, as the app, for every call of the run: receipt, attribution and payouts. */
export async function describeCalls(
  session: Session,
  world: World,
  stored: readonly StoredCall[],
  apiKey: string,
): Promise<DemoCall[]> {
  const app = await createOpenLedger({ gatewayUrl: session.gatewayUrl, apiKey })
  const known = knownRecords(world)
  const described: DemoCall[] = []
  for (const call of stored) described.push(describeCall(call, await app.getCall(call.callId), known))
  return described
}

function describeCall(stored: StoredCall, call: Call, known: ReadonlyMap<string, KnownRecord>): DemoCall {
  const paidFor = (commitment: string, flat: boolean) =>
    (call.payouts ?? [])
      .filter((payout) => payout.commitment === commitment && payout.role === (flat ? 'datanetPool' : 'contributor'))
      .reduce((sum, payout) => sum + BigInt(payout.amount), 0n)
  const records: DemoRecord[] = (call.attribution?.entries ?? [])
    .map(({ commitment, method, weight }) => ({
      commitment,
      method,
      contributor: known.get(commitment)?.account ?? null,
      text: known.get(commitment)?.text ?? '',
      weight: String(weight),
      amount: String(paidFor(commitment, method === 'flat')),
    }))
    .toSorted((a, b) => (BigInt(a.weight) < BigInt(b.weight) ? 1 : -1))
  const top = records[0]
  const isSource = (record: DemoRecord) =>
    record.commitment === stored.source || known.get(record.commitment)?.url === stored.source
  return {
    callId: stored.callId,
    model: stored.model,
    kind: stored.kind,
    question: stored.question,
    expected: stored.expected,
    answer: stored.answer,
    right: stored.expected === null ? null : normalised(stored.answer) === normalised(stored.expected),
    streamed: stored.streamed,
    inputTokens: call.receipt?.inputTokens ?? 0,
    outputTokens: call.receipt?.outputTokens ?? 0,
    fee: String(call.receipt?.fee ?? 0),
    records,
    topIsSource: stored.source === null ? null : top !== undefined && isSource(top),
  }
}

/** Who brought what, what was said of it, and what it earned in this run. */
export async function describeContributors(
  session: Session,
  world: World,
  calls: readonly DemoCall[],
): Promise<DemoContributor[]> {
  const earnedBy = (account: string) =>
    calls
      .flatMap((call) => call.records)
      .filter((record) => record.contributor === account)
      .reduce((sum, record) => sum + BigInt(record.amount), 0n)
  const all = uploaders.reduce((sum, { account }) => sum + earnedBy(account), 0n)
  return Promise.all(
    uploaders.map(async ({ account, about, datanet }) => {
      const { outcome, malformed = [] } = world.uploads.get(account) ?? {}
      const records = outcome?.records ?? []
      const count = (verdict: string) => records.filter((record) => record.verdict === verdict).length
      const address = world.addresses.get(account) ?? ''
      const earned = earnedBy(account)
      return {
        name: account,
        about,
        address,
        datanet: datanets[datanet],
        accepted: count('accept'),
        marked: count('mark'),
        refused: count('refuse') + malformed.length,
        reasons: reasonsOf([...records, ...malformed]),
        sharePpm: all === 0n ? 0 : Number((earned * 1_000_000n) / all),
        earned: earned.toString(),
        claimed: String((await session.ledger.getAccount(address)).claimed),
      }
    }),
  )
}

function reasonsOf(
  records: readonly { readonly code: string | null; readonly reason: string | null }[],
): DemoContributor['reasons'] {
  const codes = Map.groupBy(
    records.filter((record) => record.code !== null),
    (record) => record.code ?? '',
  )
  return [...codes]
    .map(([code, found]) => ({ code, count: found.length, example: found[0]?.reason ?? '' }))
    .toSorted((a, b) => b.count - a.count)
}

/** The epoch's money, with the sum that must be 0. */
export function describeEpoch(epoch: Epoch): DemoEpoch {
  const { calls = 0, fees = 0n, paid = 0n, burned = 0n, carried = 0n, pools = 0n } = epoch.totals ?? {}
  const difference = BigInt(paid) + BigInt(burned) + BigInt(carried) - BigInt(fees)
  return {
    number: epoch.number,
    epochHash: epoch.epochHash ?? '',
    dataCommitment: epoch.dataCommitment ?? '',
    calls,
    fees: String(fees),
    paid: String(paid),
    burned: String(burned),
    carried: String(carried),
    pools: String(pools),
    difference: String(difference),
  }
}
