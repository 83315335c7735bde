import type { PersonalDataKind } from '@openledger/core/api/checks.ts'
import type { ContentCheck, Finding, Place } from './check.ts'
import { findPersonal } from './personal/findPersonal.ts'
import { recordTexts } from './recordTexts.ts'

const names: Readonly<Record<PersonalDataKind, string>> = {
  email: 'an e-mail address',
  phone: 'a telephone number',
  iban: 'a bank account (IBAN)',
  card: 'a card number',
  ip: 'an IP address',
  address: 'a postal address',
  nationalId: 'a national identity number',
}

/**
 * Finds what tells who somebody is or where to reach them: by form, and by check digits where there are any. Names of
 * persons are not looked for. What it does to the record, the Datanet's owner decides by kind.
 */
export const personalData: ContentCheck = {
  name: 'personalData',
  run: (content, { settings }) => {
    const places = recordTexts(content).flatMap(({ field, text }) =>
      findPersonal(text).map((found): Place & { kind: PersonalDataKind } => ({ field, ...found })),
    )
    const by = (policy: 'refuse' | 'mark') => places.filter(({ kind }) => settings.personalData[kind] === policy)
    return [
      ...finding('refuse', by('refuse'), 'The Datanet takes no record with it: take it out or replace it.'),
      ...finding('mark', by('mark'), 'Take it out unless it is meant to be public.'),
    ]
  },
}

function finding(
  verdict: 'refuse' | 'mark',
  places: readonly (Place & { kind: PersonalDataKind })[],
  advice: string,
): Finding[] {
  if (places.length === 0) return []
  const kinds = [...new Set(places.map(({ kind }) => names[kind]))]
  const code = verdict === 'refuse' ? 'DATA_PERSONAL_REFUSED' : 'DATA_PERSONAL'
  return [
    {
      check: 'personalData',
      verdict,
      code,
      reason: `It seems to hold ${kinds.join(', ')}. ${advice}`,
      places: [...places],
    },
  ]
}
