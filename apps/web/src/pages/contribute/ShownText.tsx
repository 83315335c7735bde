import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { text } from '../../text/text.ts'

const words = text.contribute

/** A record's texts as they are: whatever they hold, they are shown and not run. */
export function ShownText({ content }: { readonly content: unknown }) {
  const record = recordContentSchema.parse(content)
  if (record.kind === 'document') {
    return (
      <>
        <p className="shown-title">{record.title}</p>
        <p className="shown-text">{record.text}</p>
      </>
    )
  }
  return (
    <dl className="shown-qa">
      {record.prompts.map((prompt) => (
        <div key={prompt}>
          <dt>{words.question}</dt>
          <dd className="shown-text">{prompt}</dd>
        </div>
      ))}
      <div>
        <dt>{words.answer}</dt>
        <dd className="shown-text">{record.answer}</dd>
      </div>
    </dl>
  )
}
