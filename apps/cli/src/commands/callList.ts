import { type Command, EXIT } from '../command.ts'
import { readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['call', 'list'],
  summary: 'paid calls, newest first',
  usage: '[--epoch NUMBER] [--limit N]',
  options: {
    epoch: { type: 'string', help: 'only those that this epoch settles' },
    limit: { type: 'string', help: 'so many at most (default 20, 1000 at most)' },
  },
  details: './openledger explain CALL shows one of them from words to wei.',
  run: async (context) => {
    const { values } = context
    const limit = readWhole(values, 'limit', 1_000, 20)
    const epoch = values['epoch'] === undefined ? undefined : readWhole(values, 'epoch', Number.MAX_SAFE_INTEGER)
    const { ledger } = await openSession(context.paths)
    const { data } = await ledger.listCalls({ limit: Math.max(1, limit), ...(epoch === undefined ? {} : { epoch }) })
    showList(context, data, {
      columns: [
        { heading: 'call' },
        { heading: 'model' },
        { heading: 'when' },
        { heading: 'state' },
        { heading: 'fee, OPEN', align: 'right' },
        { heading: 'epoch', align: 'right' },
      ],
      row: (call) => [
        call.callId,
        call.model,
        new Date(call.startedAt * 1000).toISOString().slice(0, 19),
        call.status,
        call.fee === null ? '' : formatOpen(BigInt(call.fee)),
        call.epoch === null ? '' : String(call.epoch),
      ],
      none: 'no call yet: ./openledger call MODEL QUESTION makes one',
    })
    return EXIT.ok
  },
}
