import { readSpanIndex } from '@openledger/attribution/spans/readSpanIndex.ts'
import type { SpanIndex } from '@openledger/attribution/spans/spanIndex.ts'
import { type SpanDocument, writeSpanIndex } from '@openledger/attribution/spans/writeSpanIndex.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { readVersion } from '@openledger/db/versions/readVersion.ts'
import { engineErrors } from '@openledger/engine/errors.ts'
import type { AttributionDeps } from '../attribution/attributionDeps.ts'
import { countErased } from './countErased.ts'
import { recordParts } from './recordParts.ts'
import { spanFolder } from './spanFolder.ts'

type SpanDeps = Pick<AttributionDeps, 'db' | 'contents' | 'engine' | 'baseModel' | 'modelsDir' | 'logger'>

/** Indexes that stay in memory, by folder, the one used last at the end. */
const kept = new Map<string, Promise<SpanIndex>>()
const KEPT_MAX = 4

/**
 * The index of a Datanet version's records whose contents are here: read from `modelsDir`, and made there first where it is
 * missing or damaged. A record's texts are documents of their own, `COMMITMENT/PART`, in the version's order.
 *
 * @throws ENGINE_*
 */
export async function versionSpans(deps: SpanDeps, root: Hex32): Promise<SpanIndex> {
  const folder = spanFolder(deps, root, await countErased(deps.db, root))
  const known = kept.get(folder)
  kept.delete(folder)
  const index = known ?? openOrMake(deps, root, folder)
  kept.set(folder, index)
  const [oldest] = kept.keys()
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  try {
    return await index
  } catch (error) {
    kept.delete(folder)
    throw error
  }
}

/** Forgets the index of a folder that is about to go. */
export function forgetSpans(folder: string): void {
  kept.delete(folder)
}

async function openOrMake(deps: SpanDeps, root: Hex32, folder: string): Promise<SpanIndex> {
  try {
    const index = await readSpanIndex(folder)
    if (index !== undefined) return index
  } catch (error) {
    const code = OpenLedgerError.find(error)?.code
    if (code === undefined) throw error
    deps.logger.warn({ code, folder }, 'a span index is made anew')
  }
  const vocabulary = deps.engine.capabilities().bases.find(({ id }) => id === deps.baseModel.id)?.vocabularySize
  if (vocabulary === undefined)
    throw new OpenLedgerError(engineErrors.ENGINE_UNKNOWN_BASE, `The engine does not serve ${deps.baseModel.id}.`)
  await writeSpanIndex(folder, documentsOf(deps, root), { vocabulary })
  const made = await readSpanIndex(folder)
  if (made === undefined) throw new Error(`the span index in ${folder} went away`)
  return made
}

async function* documentsOf({ db, contents, engine, baseModel }: SpanDeps, root: Hex32): AsyncGenerator<SpanDocument> {
  for await (const rows of readVersion({ db, contents }, root)) {
    for (const row of rows) {
      const parsed = recordContentSchema.safeParse(row.content)
      for (const { part, text } of parsed.success ? recordParts(parsed.data) : []) {
        const { tokens } = await engine.tokenize({ base: baseModel.id, text })
        yield { id: `${row.commitment}/${part}`, tokens }
      }
    }
  }
}
