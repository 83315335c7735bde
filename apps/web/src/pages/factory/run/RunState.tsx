import type { TrainingJob } from '@openledger/core/api/training.ts'
import { formatTime } from '../../../format/formatTime.ts'
import { Figures } from '../../../parts/Facts.tsx'
import { text } from '../../../text/text.ts'
import { StatusTag } from '../StatusTag.tsx'
import { formatFigure } from './formatFigure.ts'
import { stageName } from './RunEvents.tsx'
import type { RunHistory } from './runHistory.ts'

/** Where a training stands now. */
export function RunState(props: {
  readonly job: TrainingJob
  /** Undefined while its past is read. */
  readonly history: RunHistory | undefined
  readonly live: boolean
}) {
  const { job, history, live } = props
  const words = text.run
  const { step = 0, steps = null, stage = null, secondsLeft = null } = history ?? {}
  const share = steps === null || steps === 0 ? 0 : Math.min(1, step / steps)
  const newest = (name: 'loss' | 'evalLoss' | 'tokensPerSecond') => {
    const value = history?.curves[name].values.at(-1)
    return value === undefined ? words.noValue : formatFigure(value)
  }
  return (
    <>
      <p className="run-state">
        <StatusTag status={job.status} />
        <span>{job.own?.base}</span>
        <span>{words.begun(formatTime(job.createdAt))}</span>
        <span role="status">
          {job.status === 'queued' ? words.waiting : live && stage !== null ? stageLine(stage) : null}
        </span>
      </p>
      <div className="run-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <Figures
        figures={[
          {
            name: words.step,
            value: step.toLocaleString(text.language),
            ...(steps === null ? {} : { note: words.stepOf(steps) }),
          },
          { name: words.loss, value: newest('loss') },
          { name: words.heldOut, value: newest('evalLoss') },
          { name: words.tokensPerSecond, value: newest('tokensPerSecond') },
          {
            name: words.timeLeft,
            value: !live || secondsLeft === null ? words.noValue : text.factory.duration(secondsLeft),
          },
        ]}
      />
    </>
  )
}

const stageLine = ({ name, done, total }: NonNullable<RunHistory['stage']>) =>
  `${stageName(name)}, ${text.run.stageOf(done, total)}`
