import type { Operator } from '@openledger/core/api/operator.ts'
import { formatOpen } from '../output/formatOpen.ts'

/** How a node does, in a few lines: calls, engine, jobs, epochs, chain. */
export function describeOperator({ calls, engine, jobs, epochs, chain }: Operator): string[] {
  const { stop, length, cancelled, error } = calls.ended
  const first =
    calls.firstToken === null ? '' : `, first token after ${calls.firstToken.p50_s.toFixed(2)} s (half of them)`
  const waitingJobs = jobs.counts
    .filter(({ status }) => status === 'queued' || status === 'running')
    .map(({ kind, status, count }) => `${count} ${kind} ${status}`)
  const { bond, unposted, inWindow, waiting } = epochs
  const { head, indexed, sending, ether } = chain
  const lag = head === null || indexed === null ? undefined : head.number - indexed
  return [
    `calls     ${calls.open} open, ${calls.waiting} waiting; ended ${stop + length} whole, ${cancelled} cut, ${error} failed; ${calls.tokensPerSecond.toFixed(1)} tokens/s${first}`,
    engine === null
      ? 'engine    does not answer'
      : `engine    ${engine.state}, ${engine.active} active, ${engine.threads} threads, ${engine.restarts} restarts; adapters ${engine.adapters.loaded} in memory, ${engine.adapters.hits} hits, ${engine.adapters.loads} loads`,
    `jobs      ${waitingJobs.length === 0 ? 'none waiting' : waitingJobs.join(', ')}`,
    `epochs    ${waiting.count} calls wait (${formatOpen(BigInt(waiting.fees))} OPEN)${unposted === null ? '' : `, epoch ${unposted.number} ${unposted.status}${unposted.error === null ? '' : ` (${unposted.error})`}`}, ${inWindow.length} may be challenged, ${epochs.final} final${bond === null ? '' : `; bond ${formatOpen(BigInt(bond.amount))} OPEN, bound ${formatOpen(BigInt(bond.locked))}`}`,
    `chain     ${head === null ? 'out of reach' : `block ${head.number}, tables ${lag === undefined ? 'empty' : lag <= 0 ? 'up to it' : `${lag} behind`}`}; ${sending.pending} transactions on their way, ${sending.failed} refused${ether === null ? '' : `; ${formatOpen(BigInt(ether))} ether for gas`}`,
  ]
}
