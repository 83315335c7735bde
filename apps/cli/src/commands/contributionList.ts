import type { ContributionSummary } from '@openledger/core/api/contributions.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['contribution', 'list'],
  summary: 'what came to a Datanet: all of it for its owner, their own for others',
  usage: 'DATANET --as ACCOUNT',
  options: { as: { type: 'string', help: 'the contributor, or the owner of the Datanet' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const all: ContributionSummary[] = []
    for (let after: string | undefined; ; ) {
      const { data, next } = await ledger.listContributions(datanetId, after === undefined ? {} : { after })
      all.push(...data)
      if (next === null) break
      after = next
    }
    showList(context, all, {
      columns: [
        { heading: 'contribution' },
        { heading: 'contributor' },
        { heading: 'status' },
        { heading: 'records' },
        { heading: 'accepted' },
        { heading: 'marked' },
        { heading: 'refused' },
      ],
      row: ({ contributionId, contributor, status, count, records: { accepted, marked, refused } }) =>
        [contributionId, contributor, status, count, accepted, marked, refused].map(String),
      none: 'nothing came yet',
    })
    return EXIT.ok
  },
}
