import type { ReceiptJson } from '@openledger/core/api/receipts.ts'
import { ensembleName } from '@openledger/core/ensemble/ensembleName.ts'
import type { Database } from '@openledger/db/database.ts'
import { models } from '@openledger/db/schema/models.ts'
import { inArray } from 'drizzle-orm'

/** A call's models, as far as the tables say: its receipt's, or before there is one the first alone. */
export type CalledIds = { readonly modelId: string; readonly components?: ReceiptJson['components'] | undefined }

/** Names of what calls were made to, in the same order: a model's name, or an ensemble's parts. Ids stand for names that are not known. */
export async function namesOfCalled(db: Database, calls: readonly CalledIds[]): Promise<string[]> {
  const partsOf = ({ modelId, components }: CalledIds) => components ?? [{ modelId, scalePpm: 1_000_000 }]
  const ids = new Set(calls.flatMap((call) => partsOf(call).map(({ modelId }) => modelId as `0x${string}`)))
  const rows = await db
    .select({ modelId: models.modelId, name: models.name })
    .from(models)
    .where(inArray(models.modelId, [...ids]))
  const names = new Map<string, string>(rows.map(({ modelId, name }) => [modelId, name]))
  return calls.map((call) =>
    ensembleName(partsOf(call).map(({ modelId, scalePpm }) => ({ model: names.get(modelId) ?? modelId, scalePpm }))),
  )
}
