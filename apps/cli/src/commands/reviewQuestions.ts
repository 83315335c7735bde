import { readFile } from 'node:fs/promises'
import { reviewVerdictSchema } from '@openledger/core/api/reviewAnswers.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { contentLines, openReview } from '../operations/openReview.ts'

/** Questions that are sent at a time. */
const PORTION = 100
const lineSchema = z.strictObject({
  content: z.record(z.string(), z.unknown()),
  answer: reviewVerdictSchema,
  note: z.string().optional(),
})

/** The golden questions of a file, one a line. @throws CLI_USAGE */
function parseQuestions(text: string) {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      const { note, ...question } = lineSchema.parse(JSON.parse(line))
      return [{ ...question, note: note ?? null }]
    } catch (cause) {
      const what = `line ${i + 1} is no golden question: {"content":{…},"answer":"accept"|"refuse"}`
      throw new OpenLedgerError(cliErrors.CLI_USAGE, what, { cause })
    }
  })
}

export const command: Command = {
  path: ['review', 'questions'],
  summary: 'the golden questions of your Datanet; add some from a file, or retire one',
  usage: 'DATANET --as OWNER [--add FILE.jsonl] [--retire ID]',
  options: {
    as: { type: 'string', help: 'the account that owns the Datanet' },
    add: { type: 'string', help: 'file with one {"content":{…},"answer":"accept"|"refuse","note":"…"} a line' },
    retire: { type: 'string', help: 'id of a question that is to be asked no longer' },
  },
  run: async (context) => {
    const { values, terminal, json } = context
    const given = typeof values['add'] === 'string' ? parseQuestions(await readFile(values['add'], 'utf8')) : []
    const { datanetId, review } = await openReview(context)
    if (typeof values['retire'] === 'string') await review.retireQuestion(datanetId, values['retire'])
    for (let start = 0; start < given.length; start += PORTION)
      await review.addQuestions(datanetId, given.slice(start, start + PORTION))
    const { data } = await review.listQuestions(datanetId)
    if (json) terminal.out(JSON.stringify(data, null, 2))
    else if (data.length === 0) terminal.progress('no golden question is asked')
    else
      for (const { questionId, content, answer, asked, right } of data) {
        terminal.out(`${questionId}  ${answer} is right; asked ${asked}, right ${right}`)
        for (const line of contentLines(content)) terminal.out(line)
      }
    return EXIT.ok
  },
}
