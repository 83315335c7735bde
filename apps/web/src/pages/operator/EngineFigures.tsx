import type { Operator } from '@openledger/core/api/operator.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

/** The engine's state and its cache of adapters. */
export function EngineFigures({ operator }: { readonly operator: Operator }) {
  const { engine, process } = operator
  const words = text.operator
  const number = (count: number) => count.toLocaleString(text.language)
  const megabytes = (bytes: number) => number(Math.round(bytes / 1_000_000))
  const ofProcess = [
    [words.memory, words.megabytes(megabytes(process.memoryBytes))],
    [
      words.versions,
      Object.entries(process.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ] as const
  if (engine === null)
    return (
      <Section title={words.engine}>
        <Empty title={words.engineGone} />
        <Facts facts={ofProcess} />
      </Section>
    )
  const { adapters } = engine
  const wanted = adapters.hits + adapters.loads
  const share = new Intl.NumberFormat(text.language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Section title={words.engine}>
      <Facts
        facts={[
          [
            words.state,
            <Tag key="state" tone={engine.state === 'ready' ? 'good' : 'warn'}>
              {words.states[engine.state]}
            </Tag>,
          ],
          [words.queue, words.queueOf(number(engine.active), number(engine.waiting))],
          [words.threads, number(engine.threads)],
          [words.restarts, number(engine.restarts)],
          [words.adapters, words.adaptersOf(number(adapters.loaded), megabytes(adapters.bytes))],
          [
            words.hits,
            wanted === 0
              ? words.noHits
              : words.hitsOf(share.format(adapters.hits / wanted), number(adapters.hits), number(adapters.loads)),
          ],
          [words.evaluations, words.evaluationsOf(number(engine.evaluations), number(engine.evaluatedTokens))],
          ...ofProcess,
        ]}
      />
    </Section>
  )
}
