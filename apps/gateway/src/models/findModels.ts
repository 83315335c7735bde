import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { models } from '@openledger/db/schema/models.ts'
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { currentPrice } from './currentPrice.ts'
import { findAdapter } from './findAdapter.ts'
import type { ServableModel } from './servableModel.ts'

/** A model as the chain has it. */
export type RegisteredModel = typeof models.$inferSelect

/**
 * Registrations over this gateway's base model, in the order in which a name goes to them: the base model's own name
 * to the operator, every other to the developer who registered it first; of that developer's registrations the newest
 * comes first, so that a model trained again takes its name over.
 *
 * @param name - only registrations under this name
 */
export async function findRegistrations(services: GatewayServices, name?: string): Promise<RegisteredModel[]> {
  const { base } = services.models
  const rows = await services.db
    .select()
    .from(models)
    .where(and(eq(models.baseHash, base.hash), name === undefined ? undefined : eq(models.name, name)))
    .orderBy(asc(models.blockNumber), asc(models.logIndex))
  const operator = services.operator.address.toLowerCase()
  const owners = new Map<string, string>([[base.id, operator]])
  for (const row of rows) if (!owners.has(row.name)) owners.set(row.name, row.developer)
  const isOwners = (row: RegisteredModel) => owners.get(row.name) === row.developer
  return [...rows.filter(isOwners).toReversed(), ...rows.filter((row) => row.name !== base.id && !isOwners(row))]
}

/** A registration made ready to call; undefined when its files or its price are missing. */
export async function toServable(
  services: GatewayServices,
  model: RegisteredModel,
): Promise<ServableModel | undefined> {
  const price = await currentPrice(services.db, model.modelId, await services.ledgerTime())
  if (price === undefined) return undefined
  const retrievalVersions = z.array(hex32Schema).parse(model.retrievalVersions)
  const trainingVersions = z.array(hex32Schema).parse(model.trainingVersions)
  const servable = { modelId: model.modelId, name: model.name, price, retrievalVersions }
  if (model.adapterHash === ZERO_HEX32) return trainingVersions.length === 0 ? { ...servable, adapters: [] } : undefined
  const adapter = await findAdapter(services.db, services.models.modelsDir, model)
  return adapter === undefined ? undefined : { ...servable, adapters: [adapter] }
}

/**
 * The model that a name stands for: its first registration that can be served.
 *
 * @throws MODEL_NOT_FOUND, MODEL_NOT_SERVABLE
 */
export async function resolveModel(services: GatewayServices, name: string): Promise<ServableModel> {
  const registrations = await findRegistrations(services, name)
  for (const registration of registrations) {
    const servable = await toServable(services, registration)
    if (servable !== undefined) return servable
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
