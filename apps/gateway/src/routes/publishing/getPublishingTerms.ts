import { hash32Schema } from '@openledger/core/api/primitives.ts'
import { getPublishingTerms } from '@openledger/core/api/publishing.ts'
import { z } from 'zod'
import { defineHandler } from '../../http/apiHandler.ts'
import { readTerms } from '../../publishing/readTerms.ts'

/** GET /v1/publishing/terms: what versions ask of a model of the caller's. */
export const handler = defineHandler(getPublishingTerms, async ({ account, query, deps }) =>
  readTerms(
    deps,
    account,
    query.versions === undefined ? undefined : z.array(hash32Schema).parse(query.versions.split(',')),
  ),
)
