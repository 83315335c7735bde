import { type CheckSettings, personalDataKinds } from '@openledger/core/api/checks.ts'
import { Facts } from '../../parts/Facts.tsx'
import { text } from '../../text/text.ts'

/** What is asked of records, to be read. */
export function CheckFacts({ settings }: { readonly settings: CheckSettings }) {
  const { languages, personalData, offersRedaction } = settings
  const words = text.checksPage
  return (
    <Facts
      facts={[
        [words.languages, languages.length === 0 ? words.anyLanguage : languages.join(', ')],
        ...personalDataKinds.map((kind) => [words.kinds[kind] ?? kind, words.policies[personalData[kind]]] as const),
        [words.redaction, offersRedaction ? words.offered : words.notOffered],
      ]}
    />
  )
}
