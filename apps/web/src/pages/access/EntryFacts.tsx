import type { AccessEntry } from '@openledger/core/api/access.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

const TONES = { asked: 'warn', granted: 'good', refused: 'bad', expired: 'quiet', revoked: 'bad' } as const

/** How a request stands, in a word. */
export function StateTag({ state }: { readonly state: AccessEntry['state'] }) {
  return <Tag tone={TONES[state]}>{text.accessPage.states[state]}</Tag>
}

/** A grant's terms in a few words. */
export function GrantTerms({ grant }: { readonly grant: NonNullable<AccessEntry['grant']> }) {
  const words = text.accessPage
  if (grant.expiry === 0) return null
  return (
    <>
      {words.until(formatTime(grant.expiry))}
      <span className="under">
        {words.share(`${grant.minDataShareBps / 100} %`)}, {words.price(grant.minOutputPrice)}
        {grant.trainingFee === '0' ? null : (
          <>
            , {words.fee} <Amount wei={grant.trainingFee} unit />
          </>
        )}
      </span>
    </>
  )
}

/** One request with what was said and decided. */
export function EntryFacts({ entry }: { readonly entry: AccessEntry }) {
  const words = text.accessPage
  return (
    <Facts
      facts={[
        [words.state, <StateTag key="state" state={entry.state} />],
        [words.said, entry.words ?? undefined],
        [words.reason, entry.refusal?.reason],
        [words.terms, entry.grant === null ? undefined : <GrantTerms key="terms" grant={entry.grant} />],
      ]}
    />
  )
}
