import { type Command, EXIT } from '../command.ts'
import { contentLines, openReview } from '../operations/openReview.ts'

export const command: Command = {
  path: ['review', 'queue'],
  summary: 'what waits for a decision in a Datanet that you own or curate',
  usage: 'DATANET --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that decides' } },
  run: async (context) => {
    const { terminal, json } = context
    const { datanetId, review } = await openReview(context)
    const { data, total } = await review.listCases(datanetId)
    if (json) {
      terminal.out(JSON.stringify({ data, total }, null, 2))
      return EXIT.ok
    }
    for (const one of data) {
      terminal.out(`${one.commitment}  ${one.stage}, before the ${one.desk}, since ${at(one.since)}`)
      for (const line of contentLines(one.content)) terminal.out(line)
      for (const { verdict, reason, note } of one.reviews)
        terminal.out(`  reviewer: ${[verdict, reason, note].filter((part) => part !== null).join(', ')}`)
      if (one.appeal !== null) terminal.out(`  appeal: ${one.appeal}`)
      if (one.code !== null) terminal.out(`  not yours to decide: ${one.code}`)
    }
    terminal.progress(`${data.length} of ${total} shown`)
    return EXIT.ok
  },
}

const at = (seconds: number) => new Date(seconds * 1000).toISOString()
