import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['review', 'board'],
  summary: 'a Datanet’s reviewers by quality',
  usage: 'DATANET',
  options: {},
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const { data } = await ledger.review.leaderboard((await findDatanet(ledger, context.positionals[0])).datanetId)
    showList(context, data, {
      columns: [
        { heading: 'reviewer' },
        { heading: 'quality', align: 'right' },
        { heading: 'right', align: 'right' },
        { heading: 'judged', align: 'right' },
        { heading: 'points', align: 'right' },
      ],
      row: ({ account, qualityBps, right, judged, points }) => [
        account,
        `${Math.round(qualityBps / 100)}%`,
        String(right),
        String(judged),
        String(points),
      ],
      none: 'nobody has ten judged answers yet',
    })
    return EXIT.ok
  },
}
