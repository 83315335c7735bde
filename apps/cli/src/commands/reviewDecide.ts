import { reviewReasons } from '@openledger/core/api/reviewAnswers.ts'
import { type Command, EXIT } from '../command.ts'
import { openReview } from '../operations/openReview.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { readVerdict } from '../operations/readVerdict.ts'

export const command: Command = {
  path: ['review', 'decide'],
  summary: 'decide a record whose reviews did not, or an appeal',
  usage: 'DATANET COMMITMENT accept|refuse --note WORDS --as ACCOUNT [--reason REASON]',
  options: {
    as: { type: 'string', help: 'the account that decides' },
    reason: { type: 'string', help: `why it is refused: ${reviewReasons.join(', ')}` },
    note: { type: 'string', help: 'your reason in words; the contributor reads it' },
  },
  run: async (context) => {
    const { positionals, values, terminal, json } = context
    const commitment = needId(positionals[1], 'the record’s commitment')
    const { verdict, reason } = readVerdict(positionals[2], values, ['accept', 'refuse'] as const)
    const note = needText(values, 'note')
    const { datanetId, review } = await openReview(context)
    const done = await review.decide(datanetId, commitment, { verdict, reason, note })
    terminal.out(json ? JSON.stringify({ commitment, verdict, ...done }) : `${verdict} ${commitment}: ${done.stage}`)
    return EXIT.ok
  },
}
