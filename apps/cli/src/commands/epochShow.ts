import { type Command, EXIT } from '../command.ts'
import { readNumber } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showFacts } from '../operations/showFacts.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['epoch', 'show'],
  summary: 'one epoch of the operator: its state, sums and hashes',
  usage: 'NUMBER',
  options: {},
  run: async (context) => {
    const number = readNumber(context.positionals[0], 'the epoch’s number')
    const { ledger } = await openSession(context.paths)
    const epoch = await ledger.getEpoch(number)
    const { totals } = epoch
    const time = (at: number | null) => (at === null ? 'not yet' : new Date(at * 1000).toISOString())
    const open = (wei: string) => `${formatOpen(BigInt(wei), 18)} OPEN`
    showFacts(context, epoch, [
      ['epoch', String(epoch.number)],
      ['state', epoch.status],
      ['posted', time(epoch.postedAt)],
      ['final from', time(epoch.finalizesAt)],
      ['hash', epoch.epochHash ?? 'not yet'],
      ['published data', epoch.dataCommitment ?? 'not yet'],
      ...(totals === null
        ? []
        : ([
            ['calls', String(totals.calls)],
            ['fees', open(totals.fees)],
            ['paid', open(totals.paid)],
            ['of it to stakers’ pools', open(totals.pools)],
            ['burned', open(totals.burned)],
            ['carried', open(totals.carried)],
          ] as const)),
    ])
    return EXIT.ok
  },
}
