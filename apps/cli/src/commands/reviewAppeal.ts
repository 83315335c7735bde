import { type Command, EXIT } from '../command.ts'
import { openReview } from '../operations/openReview.ts'
import { needId, needText } from '../operations/readArguments.ts'

export const command: Command = {
  path: ['review', 'appeal'],
  summary: 'appeal against the refusal of a record of yours: once, and somebody else decides',
  usage: 'DATANET COMMITMENT --words WORDS --as CONTRIBUTOR',
  options: {
    as: { type: 'string', help: 'the account that contributed it' },
    words: { type: 'string', help: 'what was overlooked' },
  },
  run: async (context) => {
    const { positionals, values, terminal, json } = context
    const commitment = needId(positionals[1], 'the record’s commitment')
    const words = needText(values, 'words')
    const { datanetId, review } = await openReview(context)
    const done = await review.appeal(datanetId, commitment, words)
    terminal.out(json ? JSON.stringify({ commitment, ...done }) : `appealed: ${commitment}`)
    return EXIT.ok
  },
}
