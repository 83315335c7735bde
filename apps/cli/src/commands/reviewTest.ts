import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { contentLines, openReview } from '../operations/openReview.ts'

export const command: Command = {
  path: ['review', 'test'],
  summary: 'see the test before your first task, or answer it',
  usage: 'DATANET --as ACCOUNT [--answers accept,refuse,…]',
  options: {
    as: { type: 'string', help: 'the account that wants to review' },
    answers: { type: 'string', help: 'accept or refuse for each question, in their order' },
  },
  run: async (context) => {
    const { terminal, json, values } = context
    const { datanetId, review } = await openReview(context)
    const { testId, questions } = await review.beginTest(datanetId)
    const { answers } = values
    if (typeof answers !== 'string') {
      if (json) terminal.out(JSON.stringify({ testId, questions }, null, 2))
      else
        for (const [i, content] of questions.entries()) {
          terminal.out(`question ${i + 1}`)
          for (const line of contentLines(content)) terminal.out(line)
        }
      return EXIT.ok
    }
    const given = answers.split(',').map((one) => {
      if (one === 'accept' || one === 'refuse') return one
      throw new OpenLedgerError(cliErrors.CLI_USAGE, '--answers takes accept and refuse, with commas between')
    })
    const result = await review.endTest(datanetId, testId, given)
    const told = `${result.passed ? 'passed' : 'not passed'}: ${result.right} of ${result.questions} were right`
    terminal.out(json ? JSON.stringify(result) : told)
    return result.passed ? EXIT.ok : EXIT.failed
  },
}
