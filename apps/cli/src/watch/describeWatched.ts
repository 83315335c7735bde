import { formatOpen } from '../output/formatOpen.ts'
import type { Terminal } from '../output/terminal.ts'
import type { WatchReport } from './watchOnce.ts'

/** One line about one epoch. */
export function describeWatched(report: WatchReport, { style }: Pick<Terminal, 'style'>): string {
  const { number, verdict, outcome, kind, difference, challenge, demanded, refused } = report
  const epoch = `epoch ${number}`
  if (outcome === 'holds') return `${style('green', 'ok ')} ${epoch} holds`
  if (challenge?.status === 'won')
    return `${style('yellow', 'WON')} ${epoch} is void by ${kind}: reward ${formatOpen(challenge.reward, 18)} OPEN, ${challenge.transactionHash ?? ''}`
  if (outcome === 'void') return `${style('yellow', '·  ')} ${epoch} was faulty (${kind}) and is no longer open`
  if (outcome === 'waits') {
    const until = new Date(Number(demanded?.until ?? 0n) * 1000).toISOString()
    return `${style('yellow', '·  ')} ${epoch} ${describeDemand(demanded)}, to be answered until ${until}`
  }
  const why = difference === undefined ? '' : ` ${difference.code}: ${difference.message}`
  const tried = refused.length === 0 ? '' : ` Refused: ${refused.join('; ')}`
  const can =
    verdict === 'faulty'
      ? `faulty, provable by ${kind}.`
      : verdict === 'unavailable'
        ? 'data is missing or wrong.'
        : 'does not hold, and nothing of it is provable.'
  return `${style('red', 'NO ')} ${epoch} ${can}${why}${tried}`
}

/** Why something is demanded, and what. */
function describeDemand(demanded: WatchReport['demanded']): string {
  const chunk = `chunk ${demanded?.chunk} of its ${demanded?.tree} is demanded`
  switch (demanded?.tree) {
    case 'claims':
      return `has a claims root that is not its payouts': ${chunk}`
    case 'signatures':
      return `has receipts without its operator's signature: ${chunk}`
    case 'records':
      return `pays records that nothing published tells of: where attribution ${demanded.chunk} comes from is demanded`
    default:
      return `is not published as it was posted: ${chunk}`
  }
}
