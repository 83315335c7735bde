import type { Latency, Operator } from '@openledger/core/api/operator.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Figures } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

/** Calls that are answered now, how those before ended, how fast. */
export function ServedCalls(props: { readonly calls: Operator['calls']; readonly startedAt: number }) {
  const { calls, startedAt } = props
  const words = text.operator
  const number = (count: number) => count.toLocaleString(text.language)
  const seconds = (value: number) => words.seconds(value.toLocaleString(text.language, { maximumSignificantDigits: 2 }))
  const latency = (name: string, times: Latency) => ({
    name,
    value: times === null ? <span className="none">{words.notTimed}</span> : words.half(seconds(times.p50_s)),
    ...(times === null ? {} : { note: words.p95(seconds(times.p95_s)) }),
  })
  const { stop, length, cancelled, error } = calls.ended
  return (
    <Section title={words.calls} lead={words.sinceStart(formatTime(startedAt))}>
      <Figures
        figures={[
          { name: words.open, value: number(calls.open), note: words.openHint(number(calls.waiting)) },
          {
            name: words.ended,
            value: number(stop + length + cancelled + error),
            note: words.endedHint(number(cancelled), number(error)),
          },
          { name: words.speed, value: calls.tokensPerSecond.toFixed(1), note: words.speedHint },
          latency(words.first, calls.firstToken),
          latency(words.between, calls.betweenTokens),
          latency(words.whole, calls.wholeCall),
        ]}
      />
    </Section>
  )
}
