import { readFile } from 'node:fs/promises'
import { createEvaluationRequestSchema, type EvaluationFigures } from '@openledger/core/api/evaluations.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { findTraining } from '../operations/findTraining.ts'
import { needText, readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { waitForJob } from '../operations/waitForJob.ts'
import { table } from '../output/table.ts'

export const command: Command = {
  path: ['model', 'evaluate'],
  summary: 'ask base and adapter of a training the same questions, and measure both',
  usage: 'NAME|JOB --as DEVELOPER [--version ROOT | --questions FILE] [--limit N] [--seed N] [--judge base|JOB]',
  options: {
    as: { type: 'string', help: 'the developer whose training it is' },
    version: { type: 'string', help: 'ask records of this version; without it those that the training kept out' },
    questions: { type: 'string', help: 'ask these: a file with {"prompts": […], "answer": …, "group": …} a line' },
    limit: { type: 'string', help: 'most records, drawn by the seed (default 100)' },
    seed: { type: 'string', help: 'of what is drawn, and of the intervals' },
    judge: { type: 'string', help: 'also have the base model, or a training of yours, compare the answers' },
  },
  details: `Shares with 95% intervals (Wilson), means with theirs (bootstrap); what repeats a training record is counted apart.
Example: openledger model evaluate my-coder --as developer --judge base`,
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const modelJobId = await findTraining(ledger, positionals[0])
    const request = createEvaluationRequestSchema.safeParse({ modelJobId, ...(await readAsked(values)) })
    if (!request.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, z.prettifyError(request.error))
    const { jobId } = await ledger.createEvaluation(request.data)
    terminal.progress(`evaluation ${jobId}`)
    await waitForJob(ledger, jobId, { timeoutMs: 2 * 3_600_000, signal })
    const evaluation = await ledger.getEvaluation(jobId)
    const { report } = evaluation
    if (json || report === null) {
      terminal.out(JSON.stringify(evaluation, null, 2))
      return EXIT.ok
    }
    const sets: [string, EvaluationFigures][] = [
      ['all', report.all],
      ['without copies', report.clean],
      ['copies', report.copies],
      ...report.groups.map(({ group, figures }): [string, EvaluationFigures] => [group, figures]),
    ]
    const rows = sets.filter(([, { questions }]) => questions > 0).map(([name, figures]) => [name, ...cells(figures)])
    const right = (heading: string) => ({ heading, align: 'right' as const })
    const headings = [
      'asked',
      'right, base',
      'adapter',
      'F1, base',
      'adapter',
      'loss, base',
      'adapter',
      'better/worse',
      'p',
    ]
    for (const line of table([{ heading: 'questions' }, ...headings.map(right)], rows)) terminal.out(line)
    const { judged } = report
    if (judged !== null)
      terminal.out(
        `${judged.judge} judged ${judged.pairs} pairs: adapter better ${judged.adapter}, base better ${judged.base}, neither ${judged.tie}; its orders disagreed on ${judged.disagreed}`,
      )
    return EXIT.ok
  },
}

async function readAsked(values: OptionValues): Promise<object> {
  const { version, questions, judge } = values
  const seed = values['seed'] === undefined ? {} : { seed: readWhole(values, 'seed', 4_294_967_295, 0) }
  const more = { ...seed, ...(typeof judge === 'string' ? { judge } : {}) }
  const limit = readWhole(values, 'limit', 10_000, 100)
  if (typeof questions !== 'string')
    return { ...more, limit, ...(typeof version === 'string' ? { version } : { heldOut: true }) }
  if (version !== undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--questions goes without --version')
  const lines = (await readFile(questions, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return { ...more, questions: lines.map((line, at) => readLine(line, at + 1)) }
}

function readLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new OpenLedgerError(cliErrors.CLI_USAGE, `line ${number} of the questions is not JSON`)
  }
}

function cells({ asked, base, adapter, changed }: EvaluationFigures): string[] {
  const rate = ({ share, low, high }: typeof base.exact) =>
    `${percent(share)} (${percent(low ?? share)}–${percent(high ?? share)})`
  const mean = ({ mean, low, high }: typeof base.f1) =>
    `${mean.toFixed(2)} (${(low ?? mean).toFixed(2)}–${(high ?? mean).toFixed(2)})`
  const figures = [
    rate(base.exact),
    rate(adapter.exact),
    mean(base.f1),
    mean(adapter.f1),
    mean(base.loss),
    mean(adapter.loss),
  ]
  return [String(asked), ...figures, `${changed.better}/${changed.worse}`, changed.p.toFixed(3)]
}

const percent = (share: number) => `${Math.round(100 * share)}%`
