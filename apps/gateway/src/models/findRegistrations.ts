import type { ModelKind } from '@openledger/core/api/models.ts'
import { models } from '@openledger/db/schema/models.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'

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
