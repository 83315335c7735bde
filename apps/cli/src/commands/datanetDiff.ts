import type { Change } from '@openledger/core/api/versions.ts'
import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { readNumber } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'
import { versionNumber } from '../operations/versionNumber.ts'

export const command: Command = {
  path: ['datanet', 'diff'],
  summary: 'what a version added and removed, record by record, and why',
  usage: 'DATANET [VERSION] [--from VERSION]',
  options: { from: { type: 'string', help: 'the version to compare with (default: the one before; 0: an empty one)' } },
  details: 'The newest version unless a number is given.',
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const datanet = await findDatanet(ledger, context.positionals[0])
    const number = versionNumber(datanet, context.positionals[1])
    const { from: named } = context.values
    const from = typeof named === 'string' ? { from: readNumber(named, 'the version to compare with') } : {}
    const changes: Change[] = []
    for (const change of ['added', 'removed'] as const) {
      for (let after: string | null | undefined; after !== null; ) {
        const query = { change, ...from, ...(after === undefined ? {} : { after }) }
        const page = await ledger.listChanges(datanet.datanetId, number, query)
        changes.push(...page.data)
        after = page.next
      }
    }
    showList(context, changes, {
      columns: [
        { heading: '' },
        { heading: 'record' },
        { heading: 'contributor' },
        { heading: 'kind' },
        { heading: 'why' },
      ],
      row: ({ change, commitment, contributor, kind, why }) => [
        change === 'added' ? '+' : '-',
        commitment,
        contributor ?? '',
        kind ?? '',
        why ?? '',
      ],
      none: 'the versions hold the same records',
    })
    return EXIT.ok
  },
}
