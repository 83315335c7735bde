import type { Call } from '@openledger/core/api/calls.ts'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

/**
 * Prompt and, unless it is shown with where it comes from, answer, where the reader's API key is of the account that called;
 * else why they are not shown.
 */
export function Words({ call, withAnswer }: { readonly call: Call; readonly withAnswer: boolean }) {
  const { messages, answer } = call
  if (messages === undefined)
    return (
      <Section title={text.call.words}>
        <p className="note">{text.call.wordsPrivate}</p>
      </Section>
    )
  const all = withAnswer ? [...messages, { role: 'assistant', content: answer ?? '' }] : messages
  const said = all.map((one, place) => ({
    ...one,
    id: `${place} ${one.role}`,
  }))
  return (
    <Section title={text.call.words} lead={text.call.wordsWithKey}>
      <ol className="words">
        {said.map(({ id, role, content }) => (
          <li key={id} className={`said said-${role}`}>
            <span className="said-by">{role}</span>
            <p className="said-text">{content}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}
