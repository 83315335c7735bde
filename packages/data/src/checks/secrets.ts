import type { ContentCheck, Place } from './check.ts'
import { findSecrets } from './findSecrets.ts'
import { recordTexts } from './recordTexts.ts'

/** Refuses records that hold what opens a door: private keys, API tokens, passwords. */
export const secrets: ContentCheck = {
  name: 'secrets',
  run: (content) => {
    const places: Place[] = recordTexts(content).flatMap(({ field, text }) =>
      findSecrets(text).map((found) => ({ field, ...found })),
    )
    if (places.length === 0) return []
    const kinds = [...new Set(places.map(({ kind }) => kind))]
    return [
      {
        check: 'secrets',
        verdict: 'refuse',
        code: 'DATA_SECRET',
        reason: `It seems to hold a secret (${kinds.join(', ')}): take it out, and make the secret useless if it is real.`,
        places,
      },
    ]
  },
}
