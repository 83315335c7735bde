import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { currentPrice, readPrices } from './currentPrice.ts'
import { findAdapter } from './findAdapter.ts'
import { findRegistrations, kindOf, type RegisteredModel } from './findRegistrations.ts'
import type { KnownModel, ServableModel } from './servableModel.ts'

/** A registration made ready to call; undefined when its files or its price are missing. */
export async function toServable(
  services: GatewayServices,
  model: RegisteredModel,
): Promise<ServableModel | undefined> {
  const known = await readKnown(services, model)
  return known && priced(known, await services.ledgerTime())
}

/** Whether a model of this name is on chain, over a base of this gateway. */
export async function isRegistered(services: GatewayServices, name: string): Promise<boolean> {
  return services.knownModels.has(name) || (await findRegistrations(services, name)).length > 0
}

/**
 * The model that a name stands for: its first registration that can be served. What was found is relied on for a second;
 * prices take effect to the second all the same.
 *
 * @throws MODEL_NOT_FOUND, MODEL_NOT_SERVABLE
 */
export async function resolveModel(services: GatewayServices, name: string): Promise<ServableModel> {
  const now_s = await services.ledgerTime()
  const known = services.knownModels.get(name)
  const kept = known && performance.now() - known.read_ms < KNOWN_MS ? priced(known, now_s) : undefined
  if (kept !== undefined) return kept
  const registrations = await findRegistrations(services, name)
  for (const registration of registrations) {
    const found = await readKnown(services, registration)
    const servable = found && priced(found, now_s)
    if (found === undefined || servable === undefined) continue
    services.knownModels.set(name, found)
    return servable
  }
  if (registrations.length > 0) {
    throw new OpenLedgerError(
      gatewayErrors.MODEL_NOT_SERVABLE,
      `The files of the model ${name} aren't on this gateway.`,
      { details: { param: 'model' } },
    )
  }
  throw new OpenLedgerError(gatewayErrors.MODEL_NOT_FOUND, `There is no model ${name.slice(0, 128)} here.`, {
    details: { param: 'model' },
  })
}

/** For how long what the tables and the disk say of a model is relied on. */
const KNOWN_MS = 1_000

/** Its files and prices; undefined when the files are missing. */
async function readKnown(services: GatewayServices, registration: RegisteredModel): Promise<KnownModel | undefined> {
  const { modelId, name, adapterHash } = registration
  const read_ms = performance.now()
  const retrievalVersions = z.array(hex32Schema).parse(registration.retrievalVersions)
  const trainingVersions = z.array(hex32Schema).parse(registration.trainingVersions)
  const isBase = adapterHash === ZERO_HEX32
  if (isBase && trainingVersions.length > 0) return undefined
  const kind = kindOf(services, registration)
  // Adapters and documents are for texts.
  if (kind === 'embedding' && (!isBase || retrievalVersions.length > 0)) return undefined
  const adapter = isBase ? undefined : await findAdapter(services.db, services.models.modelsDir, registration)
  if (!isBase && adapter === undefined) return undefined
  const model = { modelId, name, kind, adapters: adapter === undefined ? [] : [adapter], retrievalVersions }
  return { model, prices: await readPrices(services.db, modelId), read_ms }
}

function priced({ model, prices }: KnownModel, now_s: number): ServableModel | undefined {
  const price = currentPrice(prices, now_s)
  return price && { ...model, price }
}
