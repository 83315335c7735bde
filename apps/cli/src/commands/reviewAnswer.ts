import { reviewReasons } from '@openledger/core/api/reviewAnswers.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openReview } from '../operations/openReview.ts'
import { readVerdict } from '../operations/readVerdict.ts'

export const command: Command = {
  path: ['review', 'answer'],
  summary: 'answer a task: the record belongs into the Datanet, or not, or you can’t tell',
  usage: 'DATANET TASK accept|refuse|unsure --as ACCOUNT [--reason REASON] [--note WORDS]',
  options: {
    as: { type: 'string', help: 'the account that reviews' },
    reason: { type: 'string', help: `why it is refused: ${reviewReasons.join(', ')}` },
    note: { type: 'string', help: 'a word about it' },
  },
  run: async (context) => {
    const { positionals, values, terminal, json } = context
    const [, taskId, said] = positionals
    if (taskId === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'give the id of a task')
    const answer = readVerdict(said, values, ['accept', 'refuse', 'unsure'] as const)
    const { datanetId, review } = await openReview(context)
    const { data } = await review.answer(datanetId, [{ taskId, answer }])
    const result = data[0]
    if (json) terminal.out(JSON.stringify(result))
    else terminal.out(result?.taken === true ? `taken: ${answer.verdict}` : `${result?.code}: ${result?.message}`)
    return result?.taken === true ? EXIT.ok : EXIT.failed
  },
}
