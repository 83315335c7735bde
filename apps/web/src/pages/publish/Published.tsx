import type { Model } from '@openledger/core/api/models.ts'
import { Link } from '@tanstack/react-router'
import { CopyBlock } from '../../parts/CopyBlock.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
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
        <h3>{words.curl}</h3>
        <CopyBlock what={words.curl} value={curlUsage(origin, id)} />
        <h3>{words.openai}</h3>
        <CopyBlock what={words.openai} value={openAiUsage(origin, id)} />
      </Section>
    </>
  )
}
