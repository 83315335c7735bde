import { type Command, EXIT } from '../command.ts'
import { openReview } from '../operations/openReview.ts'
import { readWhole } from '../operations/readArguments.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['review', 'records'],
  summary: 'how your own records fare in a Datanet’s review; with --json every step',
  usage: 'DATANET --as CONTRIBUTOR [--limit N] [--offset N]',
  options: {
    as: { type: 'string', help: 'the account that contributed them' },
    limit: { type: 'string', help: 'records to show, 1 to 200 (default 50)' },
    offset: { type: 'string', help: 'records to leave out first' },
  },
  run: async (context) => {
    const { datanetId, review } = await openReview(context)
    const query = {
      limit: readWhole(context.values, 'limit', 200, 50),
      offset: readWhole(context.values, 'offset', Number.MAX_SAFE_INTEGER, 0),
    }
    const { data } = await review.listOwn(datanetId, query)
    showList(context, data, {
      columns: ['record', 'stage', 'outcome', 'by', 'why', 'appeal until'].map((heading) => ({ heading })),
      row: ({ commitment, stage, outcome, appealUntil }) => [
        commitment,
        stage,
        outcome?.verdict ?? '',
        outcome?.by ?? '',
        [outcome?.reason, outcome?.note].filter(Boolean).join(': '),
        appealUntil === null ? '' : new Date(appealUntil * 1000).toISOString(),
      ],
      none: 'none of your records is reviewed here',
    })
    return EXIT.ok
  },
}
