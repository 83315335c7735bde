import type { Check } from './check.ts'
import { exactDuplicate } from './exactDuplicate.ts'
import { gibberish } from './gibberish.ts'
import { meaning } from './meaning.ts'
import { nearDuplicate } from './nearDuplicate.ts'
import { repetition } from './repetition.ts'

/** The checks of a Datanet unless it chooses its own, cheap ones first. A test compares this list with the folder. */
export const allChecks: readonly Check[] = [meaning, repetition, gibberish, exactDuplicate, nearDuplicate]
