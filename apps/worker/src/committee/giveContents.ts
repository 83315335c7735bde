import { type CallContent, callContentBytes } from '@openledger/core/committee/callContent.ts'
import { makeHandOver } from '@openledger/core/committee/handOver.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { retrievedSchema } from '@openledger/db/json/retrieved.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { records } from '@openledger/db/schema/records.ts'
import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { DrawnCommittee } from '../chain/epochChain.ts'
import type { WorkerDeps } from '../workerDeps.ts'

type GiveDeps = Pick<WorkerDeps, 'db' | 'contents' | 'chain' | 'dataStore' | 'logger'>

/**
 * Hands the content of a call to the committee that was drawn for it: encrypted to each member, published, its hash on
 * chain. Refusing is a fault that costs the bond. A request that fails does not keep the others from being served; a
 * kill before the hash is on chain leaves a blob that nobody needs.
 * @throws the first failure, once all were tried: CHAIN_*, CORE_*
 */
export async function giveContents(deps: GiveDeps): Promise<void> {
  const drawn = await deps.chain.drawnCommittees()
  const failures: unknown[] = []
  for (const committee of drawn) await give(deps, committee).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

async function give(deps: GiveDeps, { requestId, callId, members }: DrawnCommittee): Promise<void> {
  const content = await contentOf(deps, callId)
  if (content === undefined) {
    deps.logger.error({ callId, requestId }, 'a committee asks for a call that is not in this database')
    return
  }
  const contentHash = await deps.dataStore.put(await makeHandOver(requestId, callContentBytes(content), members))
  await deps.chain.handOver(`committee:${requestId}:${contentHash}`, requestId, contentHash)
  deps.logger.info({ callId, members: members.length }, 'content handed to a committee')
}

/** What a call's attribution needs, as the database has it. */
async function contentOf({ db, contents }: GiveDeps, callId: Hex32): Promise<CallContent | undefined> {
  const [call] = await db.select().from(calls).where(eq(calls.callId, callId))
  if (call === undefined) return undefined
  const retrieved = retrievedSchema.parse(call.retrieved)
  const commitments = retrieved.map(({ commitment }) => commitment)
  const rows =
    commitments.length === 0 ? [] : await db.select().from(records).where(inArray(records.commitment, commitments))
  const stored = new Map(rows.map((row) => [row.commitment, row]))
  return {
    kind: 'openledger.call',
    version: 1,
    callId,
    salt: call.salt,
    messages: callRequestSchema.parse(call.request).messages,
    answer: call.answer ?? '',
    documents: retrieved.flatMap(({ commitment, versionRoot }) => {
      const row = stored.get(commitment)
      const content = documentSchema.safeParse(row && contents.open(row, row.content))
      if (row === undefined || row.salt === null || !content.success) return []
      const { datanetId, contributor, salt } = row
      return [{ commitment, versionRoot, datanetId, contributor, salt, content: content.data }]
    }),
  }
}

const documentSchema = z.looseObject({
  kind: z.literal('document'),
  title: z.string(),
  text: z.string(),
  url: z.string(),
})
