import type { ContentCheck } from './check.ts'
import { gibberish } from './gibberish.ts'
import { language } from './language.ts'
import { licence } from './licence.ts'
import { meaning } from './meaning.ts'
import { personalData } from './personalData.ts'
import { repetition } from './repetition.ts'
import { secrets } from './secrets.ts'
import { toxicity } from './toxicity.ts'
import { trainingOptOut } from './trainingOptOut.ts'

/** The checks of a record by itself, cheap ones first. A test compares this list, and that of order checks, with the folder. */
export const contentChecks: readonly ContentCheck[] = [
  meaning,
  repetition,
  gibberish,
  language,
  secrets,
  personalData,
  toxicity,
  trainingOptOut,
  licence,
]
