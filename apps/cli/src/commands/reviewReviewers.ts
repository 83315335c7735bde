import { type Command, EXIT } from '../command.ts'
import { openReview } from '../operations/openReview.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['review', 'reviewers'],
  summary: 'the list of who may review your Datanet, or with addresses a new one',
  usage: 'DATANET [ADDRESS …] --as OWNER',
  options: {
    as: { type: 'string', help: 'the account that owns the Datanet' },
    none: { type: 'boolean', help: 'empty the list' },
  },
  run: async (context) => {
    const { datanetId, review } = await openReview(context)
    const given = context.positionals.slice(1).map((address) => address.toLowerCase())
    const isSet = given.length > 0 || context.values['none'] === true
    const { accounts } = await (isSet ? review.setReviewers(datanetId, given) : review.listReviewers(datanetId))
    showList(context, accounts, { columns: [{ heading: 'account' }], row: (one) => [one], none: 'the list is empty' })
    return EXIT.ok
  },
}
