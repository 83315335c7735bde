import { getReading } from '@openledger/core/api/access.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readingOf } from '../../reading/readingOf.ts'
import { toApiReading } from '../../reading/toApiReading.ts'

/** GET /v1/datanets/{datanetId}/reading: whether the caller may read what the records say, and by what right. */
export const handler = defineHandler(getReading, async ({ account, params, deps }) =>
  toApiReading(await readingOf(deps, await findDatanet(deps.db, params.datanetId), account)),
)
