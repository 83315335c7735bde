import { putDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { descriptionBytes } from '@openledger/core/data/datanetDescription.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import { readCommittedTexts, readDatanetTexts } from '../../datanets/readDatanetTexts.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/**
 * PUT /v1/datanets/{datanetId}/description: keeps texts that the Datanet has hashes of on chain. Whoever brings them,
 * they are the owner's; all are looked at before one is kept.
 */
export const handler = defineHandler(
  putDatanetTexts,
  async ({ params, body, deps }) => {
    const { metadataHash, termsHash, licence } = await readCommittedTexts(deps.chain, params.datanetId)
    const text = (value: string | undefined) => value && new TextEncoder().encode(value)
    const brought = [
      ['description', body.description && descriptionBytes(body.description), metadataHash],
      ['terms', text(body.terms), termsHash],
      ['licenceText', text(body.licenceText), licence.termsHash],
    ] as const
    const kept: Uint8Array[] = []
    for (const [param, bytes, hash] of brought) {
      if (bytes === undefined || bytes === '') continue
      if (hashBytes(bytes) !== hash) {
        const message = `The ${param} is not the text that the Datanet has on chain (${hash}).`
        throw new OpenLedgerError(gatewayErrors.DATANET_TEXT_OTHER, message, { details: { param, hash } })
      }
      kept.push(bytes)
    }
    for (const bytes of kept) await deps.dataStore.put(bytes)
    return readDatanetTexts(deps, params.datanetId)
  },
  { bodyBytesMax: 400_000 },
)
