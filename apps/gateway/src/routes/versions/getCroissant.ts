import { getCroissant } from '@openledger/core/api/versions.ts'
import { croissant } from '@openledger/data/card/croissant.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findVersion } from '../../versions/findVersion.ts'
import { hashParquet } from '../../versions/hashParquet.ts'
import { readFacts } from '../../versions/readFacts.ts'

/** GET /v1/datanets/{datanetId}/versions/{number}/croissant: the version described in Croissant 1.1; facts alone, so for all. */
export const handler = defineHandler(getCroissant, async ({ params, deps }) => {
  const datanet = await findDatanet(deps.db, params.datanetId)
  const version = await findVersion(deps.db, datanet.datanetId, params.number)
  const facts = await readFacts(deps, datanet, version)
  const sha256 = await hashParquet(deps, version, facts, facts.withdrawn)
  const described = croissant(facts, { sha256 })
  return new Response(JSON.stringify(described), {
    headers: { 'content-type': 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"' },
  })
})
