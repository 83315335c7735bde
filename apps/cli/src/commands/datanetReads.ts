import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['datanet', 'reads'],
  summary: 'who has read a Datanet’s private contents, newest first; the owner only',
  usage: 'DATANET --as OWNER',
  options: { as: { type: 'string', help: 'the account that owns the Datanet' } },
  details: 'The newest hundred. With --json the records of each reading are named, but not those of reviewers.',
  run: async (context) => {
    const { ledger } = await (await openSession(context.paths)).actor(needText(context.values, 'as'))
    const { datanetId } = await findDatanet(ledger, context.positionals[0])
    const { data } = await ledger.listReads(datanetId)
    showList(context, data, {
      columns: [
        { heading: 'when' },
        { heading: 'reader' },
        { heading: 'as' },
        { heading: 'what' },
        { heading: 'records', align: 'right' },
      ],
      row: ({ at, reader, right, kind, records }) => [
        new Date(at * 1000).toISOString(),
        reader,
        right,
        kind,
        String(records),
      ],
      none: 'nobody has read them',
    })
    return EXIT.ok
  },
}
