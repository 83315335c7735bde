import type { PersonalDataKind } from '@openledger/core/api/checks.ts'

/** Personal data in a text: from where to where, in UTF-16 code units (`end` exclusive). */
export type FoundPersonal = { readonly kind: PersonalDataKind; readonly start: number; readonly end: number }
