import type { ContentCheck, OrderCheck } from './check.ts'
import { exactDuplicate } from './exactDuplicate.ts'
import { gibberish } from './gibberish.ts'
import { language } from './language.ts'
import { licence } from './licence.ts'
import { meaning } from './meaning.ts'
import { nearDuplicate } from './nearDuplicate.ts'
import { personalData } from './personalData.ts'
import { repetition } from './repetition.ts'
import { secrets } from './secrets.ts'
import { toxicity } from './toxicity.ts'
import { trainingOptOut } from './trainingOptOut.ts'

/** The checks of a record by itself, cheap ones first. A test compares both lists with the folder. */
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

/** The checks of a record against earlier ones. */
export const orderChecks: readonly OrderCheck[] = [exactDuplicate, nearDuplicate]
