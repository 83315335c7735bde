import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['datanet', 'changelog'],
  summary: 'a Datanet’s versions with what each changed, the newest first',
  usage: 'DATANET',
  options: {},
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const { datanetId } = await findDatanet(ledger, context.positionals[0])
    const { data } = await ledger.getChangelog(datanetId)
    showList(context, data, {
      columns: [
        { heading: 'version', align: 'right' },
        { heading: 'records', align: 'right' },
        { heading: 'added', align: 'right' },
        { heading: 'removed' },
        { heading: 'root' },
      ],
      row: ({ number, count, added, removed, root }) => [
        String(number),
        String(count),
        String(added),
        Object.entries(removed)
          .filter(([, many]) => many > 0)
          .map(([why, many]) => `${many} ${why}`)
          .join(', '),
        root,
      ],
      none: 'no version yet: ./openledger datanet publish makes one',
    })
    return EXIT.ok
  },
}
