import { Section } from '../../../parts/Page.tsx'
import { Empty } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'
import type { Sample } from './runHistory.ts'

/** What the model says to each sample prompt: the newest answer, the earlier ones folded away. */
export function Samples(props: { readonly prompts: readonly string[]; readonly samples: readonly Sample[] }) {
  const words = text.run
  const prompts = [...new Set([...props.prompts, ...props.samples.map(({ prompt }) => prompt)])]
  if (prompts.length === 0) return null
  return (
    <Section title={words.samples} lead={words.samplesLead}>
      {props.samples.length === 0 ? <Empty title={words.noSamples}>{words.noSamplesBody}</Empty> : null}
      <div className="run-samples">
        {prompts.map((prompt) => {
          const [newest, ...earlier] = props.samples.filter((sample) => sample.prompt === prompt).toReversed()
          if (newest === undefined) return null
          return (
            <article key={prompt} className="run-sample">
              <h3 className="run-sample-prompt">{prompt}</h3>
              <Answer sample={newest} />
              {earlier.length === 0 ? null : (
                <details>
                  <summary>{words.earlier(earlier.length)}</summary>
                  {earlier.map((sample) => (
                    <Answer key={sample.step} sample={sample} />
                  ))}
                </details>
              )}
            </article>
          )
        })}
      </div>
    </Section>
  )
}

function Answer({ sample }: { readonly sample: Sample }) {
  return (
    <div>
      <p className="run-sample-text">{sample.text}</p>
      <p className="under">{text.run.sampleAt(sample.step)}</p>
    </div>
  )
}
