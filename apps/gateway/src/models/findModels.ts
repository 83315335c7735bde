import type { ModelKind } from '@openledger/core/api/models.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { models } from '@openledger/db/schema/models.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { currentPrice, readPrices } from './currentPrice.ts'
import { findAdapter } from './findAdapter.ts'
import type { KnownModel, ServableModel } from './servableModel.ts'

/** A model as the chain has it. */
export type RegisteredModel = typeof models.$inferSelect

/** What a registration makes: what its base makes. */
export function kindOf({ models }: Pick<GatewayDeps, 'models'>, { baseHash }: RegisteredModel): ModelKind {
  return baseHash === models.embedding?.hash ? 'embedding' : 'text'
}

/**
 * Registrations over this gateway's base and embedding models, in the order in which a name goes to them: these models'
 * own names to the operator, every other to the developer who registered it first; of that developer's registrations the
 * newest comes first, so that a model trained again takes its name over.
 *
 * @param name - only registrations under this name
 */
export async function findRegistrations(
  services: Pick<GatewayDeps, 'db' | 'models' | 'operator'>,
  name?: string,
): Promise<RegisteredModel[]> {
  const { base, embedding } = services.models
  const bases = embedding === undefined ? [base] : [base, embedding]
  const [names, hashes] = [bases.map(({ id }) => id), bases.map(({ hash }) => hash)]
  const rows = await services.db
    .select()
    .from(models)
    .where(and(inArray(models.baseHash, hashes), name === undefined ? undefined : eq(models.name, name)))
    .orderBy(asc(models.blockNumber), asc(models.logIndex))
  const operator = services.operator.address.toLowerCase()
  const owners = new Map<string, string>(names.map((own) => [own, operator]))
  for (const row of rows) if (!owners.has(row.name)) owners.set(row.name, row.developer)
  const isOwners = (row: RegisteredModel) => owners.get(row.name) === row.developer
  return [...rows.filter(isOwners).toReversed(), ...rows.filter((row) => !names.includes(row.name) && !isOwners(row))]
}

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
