import type { ReviewContent } from '@openledger/core/api/reviewTasks.ts'
import { text } from '../../text/text.ts'

/** A record's words, as text and nothing else: whatever they hold stays inert, and an address is no link. */
export function RecordText({ content }: { readonly content: ReviewContent }) {
  const words = text.reviews
  if (content.kind === 'document')
    return (
      <div className="record-text">
        <p className="record-title">{content.title}</p>
        <p className="lines">{content.text}</p>
        <p className="quiet record-source">
          {words.source}: <code>{content.url}</code>
        </p>
      </div>
    )
  return (
    <dl className="record-text">
      <dt>{words.prompts}</dt>
      {content.prompts.map((prompt) => (
        <dd key={prompt} className="lines">
          {prompt}
        </dd>
      ))}
      <dt>{words.answer}</dt>
      <dd className="lines record-answer">{content.answer}</dd>
    </dl>
  )
}
