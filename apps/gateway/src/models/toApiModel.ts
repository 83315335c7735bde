import type { Model } from '@openledger/core/api/models.ts'
import { splitSchema } from '@openledger/core/payout/splitFee.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'
import { currentPrice, readPrices } from './currentPrice.ts'
import { toServable } from './findModels.ts'
import { kindOf, type RegisteredModel } from './findRegistrations.ts'

/** A registration as the API shows it; undefined while no price of it is in effect. */
export async function toApiModel(services: GatewayServices, model: RegisteredModel): Promise<Model | undefined> {
  const price = await currentPrice(await readPrices(services.db, model.modelId), await services.ledgerTime())
  if (price === undefined) return undefined
  const { modelId, developer, owner, baseHash, adapterHash, manifestHash, logRoot, indexHash } = model
  return {
    id: model.name,
    object: 'model',
    created: Math.floor(model.createdAt.getTime() / 1000),
    owned_by: owner,
    openledger: {
      modelId,
      developer,
      owner,
      baseHash,
      adapterHash,
      manifestHash,
      logRoot,
      indexHash,
      trainingVersions: z.array(hex32Schema).parse(model.trainingVersions),
      retrievalVersions: z.array(hex32Schema).parse(model.retrievalVersions),
      split: splitSchema.parse(model.split),
      price: {
        version: price.version,
        inputPrice: price.inputPrice.toString(),
        outputPrice: price.outputPrice.toString(),
      },
      servable: (await toServable(services, model)) !== undefined,
      kind: kindOf(services, model),
    },
  }
}
