import { type Command, EXIT } from '../command.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['review', 'list'],
  summary: 'the Datanets that are reviewed, what you may do in each and what you earned',
  usage: '--as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that asks' } },
  run: async (context) => {
    const { ledger } = await (await openSession(context.paths)).actor(needText(context.values, 'as'))
    const { data } = await ledger.review.listDatanets()
    showList(context, data, {
      columns: [
        { heading: 'datanet' },
        { heading: 'role' },
        { heading: 'state' },
        { heading: 'tasks', align: 'right' },
        { heading: 'waiting', align: 'right' },
        { heading: 'to decide', align: 'right' },
        { heading: 'quality', align: 'right' },
        { heading: 'points', align: 'right' },
      ],
      row: ({ slug, standing }) => [
        slug,
        standing.role,
        standing.code ?? 'may review',
        String(standing.tasks),
        String(standing.waiting),
        String(standing.decisions),
        `${Math.round(standing.merit.qualityBps / 100)}%`,
        String(standing.merit.points),
      ],
      none: 'no Datanet is reviewed',
    })
    return EXIT.ok
  },
}
