import type { Model } from '@openledger/core/api/models.ts'
import { Link } from '@tanstack/react-router'
import { WholeHex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { Code } from './Code.tsx'
import { curlUsage, openAiUsage } from './usage.ts'

/** The model is there: its id, and how to call it. */
export function Published({ model: { id, openledger } }: { readonly model: Model }) {
  const words = text.publish
  const { origin } = window.location
  return (
    <>
      <Section title={words.done} lead={openledger.servable ? words.doneBody : words.notServed}>
        <p>
          <WholeHex value={openledger.modelId} what={text.model.id} />
        </p>
        <p className="actions">
          <Link to="/chat" search={{ model: id }} className="button">
            {words.chat}
          </Link>
          <Link to="/models/$name" params={{ name: id }} className="button-quiet">
            {words.model}
          </Link>
        </p>
      </Section>
      <Section title={words.call} lead={words.callLead}>
        <Code what={words.curl} code={curlUsage(origin, id)} />
        <Code what={words.openai} code={openAiUsage(origin, id)} />
      </Section>
    </>
  )
}
