import { type ChallengeResult, challengeFault } from '@openledger/chain/challenger/challengeFault.ts'
import type { WatchedEpoch } from '@openledger/chain/challenger/createWatcher.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Watch } from './openWatch.ts'

/** What a watch says of one open epoch. */
export type WatchReport = {
  readonly number: bigint
  readonly epochHash: `0x${string}`
  readonly verdict: WatchedEpoch['verdict']
  /** holds: nothing to do · void: faulty, and void now · stands: it does not hold and is not void */
  readonly outcome: 'holds' | 'void' | 'stands'
  /** Kinds of faults found. */
  readonly faults: readonly string[]
  /** Of these, the kinds whose proofs the provers accept. */
  readonly provable: readonly string[]
  /** The kind that was challenged, or could be. */
  readonly kind: string | undefined
  readonly difference: { readonly code: string; readonly message: string } | undefined
  readonly challenge: ChallengeResult | undefined
  /** Why no challenge succeeded, by the kind of fault. */
  readonly refused: readonly string[]
}

/**
 * Looks at every open epoch, oldest first, and challenges the faulty ones: the first proof that the chain takes wins. A
 * proven fault voids the epochs above it too, so those are gone when their turn comes.
 * @param tell called with each report as soon as it stands
 */
export async function watchOnce(watch: Watch, tell: (report: WatchReport) => void): Promise<readonly WatchReport[]> {
  const { chain, operator, watcher } = watch
  const reports: WatchReport[] = []
  const { finalCount } = await chain.settlement.read.stateOf([operator])
  for (let number = finalCount + 1n; ; number++) {
    const seen = await watcher.check(number)
    if (seen === undefined) return reports
    const report = await judge(watch, seen)
    reports.push(report)
    tell(report)
  }
}

async function judge({ chain, challenger }: Watch, seen: WatchedEpoch): Promise<WatchReport> {
  const { number, epochHash, verdict, difference, provable, found } = seen
  const refused: string[] = []
  const base = {
    number,
    epochHash,
    verdict,
    faults: found,
    provable: provable.map(({ name }) => name),
    difference: difference === undefined ? undefined : { code: difference.code, message: difference.message },
    refused,
  }
  if (verdict === 'holds') return { ...base, outcome: 'holds', kind: undefined, challenge: undefined }
  if (challenger === undefined) return { ...base, outcome: 'stands', kind: provable[0]?.name, challenge: undefined }
  for (const fault of provable) {
    try {
      const challenge = await challengeFault({ chain, ...challenger }, fault)
      return { ...base, outcome: 'void', kind: fault.name, challenge }
    } catch (error) {
      const known = OpenLedgerError.find(error)
      if (known?.code !== 'CHAIN_REVERTED') throw error
      refused.push(`${fault.name}: ${known.message}`)
    }
  }
  return { ...base, outcome: 'stands', kind: provable[0]?.name, challenge: undefined }
}
