import { type Command, EXIT } from '../command.ts'
import { openReview } from '../operations/openReview.ts'

export const command: Command = {
  path: ['review', 'end'],
  summary: 'end the review of your Datanet: the checks alone decide again',
  usage: 'DATANET --as OWNER',
  options: { as: { type: 'string', help: 'the account that owns the Datanet' } },
  run: async (context) => {
    const { datanetId, slug, review } = await openReview(context)
    const ended = await review.end(datanetId)
    context.terminal.out(context.json ? JSON.stringify(ended) : `the records of ${slug} are reviewed no longer`)
    return EXIT.ok
  },
}
