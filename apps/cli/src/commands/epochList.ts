import { type Command, EXIT } from '../command.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['epoch', 'list'],
  summary: 'the operator’s epochs, newest first: what came in and where it went',
  usage: '',
  options: {},
  details: './openledger verify NUMBER derives one of them again from the chain and the published data.',
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const { data } = await ledger.listEpochs()
    showList(context, data, {
      columns: [
        { heading: 'epoch', align: 'right' },
        { heading: 'state' },
        { heading: 'calls', align: 'right' },
        { heading: 'fees, OPEN', align: 'right' },
        { heading: 'paid', align: 'right' },
        { heading: 'burned', align: 'right' },
        { heading: 'final from' },
      ],
      row: ({ number, status, totals, finalizesAt }) => [
        String(number),
        status,
        ...(totals === null
          ? ['', '', '', '']
          : [String(totals.calls), ...[totals.fees, totals.paid, totals.burned].map((wei) => formatOpen(BigInt(wei)))]),
        finalizesAt === null ? '' : new Date(finalizesAt * 1000).toISOString().slice(0, 19),
      ],
      none: 'no epoch yet: ./openledger epoch close makes one',
    })
    return EXIT.ok
  },
}
