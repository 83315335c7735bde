import { type Command, EXIT } from '../command.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['datanet', 'list'],
  summary: 'the Datanets on chain, oldest first',
  usage: '',
  options: {},
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const { data } = await ledger.listDatanets()
    showList(context, data, {
      columns: [
        { heading: 'Datanet' },
        { heading: 'id' },
        { heading: 'licence' },
        { heading: 'versions', align: 'right' },
        { heading: 'records', align: 'right' },
      ],
      row: ({ slug, datanetId, licence, versions, records }) => {
        return [slug, datanetId, licence, String(versions.length), String(records.accepted)]
      },
      none: 'there is no Datanet yet: ./openledger datanet create makes one',
    })
    return EXIT.ok
  },
}
