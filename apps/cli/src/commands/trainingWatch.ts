import type { TrainingCurves } from '@openledger/core/api/training.ts'
import { type Command, EXIT } from '../command.ts'
import { followTraining } from '../operations/followTraining.ts'
import { needJob } from '../operations/needJob.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { sparkline } from '../output/sparkline.ts'

const WIDTH = 60

export const command: Command = {
  path: ['training', 'watch'],
  summary: 'a training’s curves so far, then each step as it comes',
  usage: 'JOB --as DEVELOPER',
  options: { as: { type: 'string', help: 'the developer whose training it is' } },
  details: 'Ends when the training does or is stopped. With --json: the curves as they are now, and nothing more.',
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const jobId = needJob(positionals[0])
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const before = await ledger.getTrainingCurves(jobId)
    if (json) {
      terminal.out(JSON.stringify(before, null, 2))
      return EXIT.ok
    }
    for (const line of curveLines(before)) terminal.out(line)
    await followTraining(ledger, jobId, { terminal, signal, after: before.sequence })
    const { status, error } = await ledger.getTrainingJob(jobId)
    terminal.out(error === null ? status : `${status}: ${error.code}: ${error.message} ${error.hint}`)
    return status === 'failed' ? EXIT.failed : EXIT.ok
  },
}

function curveLines({ series, samples }: TrainingCurves): string[] {
  const names = { loss: 'loss', evalLoss: 'held-out loss', gradNorm: 'gradient norm', tokensPerSecond: 'tokens/s' }
  const curves = Object.entries(names).flatMap(([key, name]) => {
    const points = series[key as keyof typeof names]
    const [first, last] = [points[0], points.at(-1)]
    if (first === undefined || last === undefined) return []
    const line = sparkline(
      points.map(([, value]) => value),
      WIDTH,
    )
    return [`${name.padEnd(14)} ${line}  ${first[1].toPrecision(3)} → ${last[1].toPrecision(3)} (step ${last[0]})`]
  })
  return [...curves, ...samples.map(({ step, prompt, text }) => `step ${step}: ${prompt} → ${text}`)]
}
