import { defaultCheckSettings } from '@openledger/core/api/checks.ts'
import type { Asked } from './check.ts'

/** What is asked where the Datanet's owner and the contributor said nothing. */
export const askedOfAll: Asked = { settings: defaultCheckSettings, licence: { datanet: '', source: '' } }

/**
 * Which findings the content checks make, and what else is told of a content with them. Raised with every change of one of them, so that findings that were kept are
 * made anew.
 */
export const CONTENT_CHECKS_VERSION = 2
