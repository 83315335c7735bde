import { formatTime } from '../../../format/formatTime.ts'
import { Section } from '../../../parts/Page.tsx'
import { text } from '../../../text/text.ts'
import type { RunEvent } from './runEvents.ts'
import type { RunHistory } from './runHistory.ts'

/** What happened beside the steps, the newest first. */
export function RunEvents({ told }: { readonly told: RunHistory['told'] }) {
  const words = text.run
  return (
    <Section title={words.events}>
      {told.length === 0 ? (
        <p className="note">{words.noEvents}</p>
      ) : (
        <ol className="timeline" reversed>
          {told.toReversed().map(({ sequence, at, event }) => (
            <li key={sequence}>
              {sentence(event)}
              <span className="under time">{formatTime(at)}</span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

function sentence(event: RunEvent): string {
  const words = text.run
  switch (event.type) {
    case 'saved':
      return words.saved(event.step)
    case 'resumed':
      return words.resumed(event.step)
    case 'stage':
      return words.began(stageName(event.stage))
    case 'progress':
    case 'evaluation':
    case 'sample':
      return event.type
    default:
      return words.event[event.type]
  }
}

/** A stage in words; one that this page does not know by its name. */
export function stageName(stage: string): string {
  const names: Readonly<Record<string, string>> = text.run.stages
  return names[stage] ?? stage
}
