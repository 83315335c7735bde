import { type ChainEvent, type ChainEventName, parseEventArgs } from '@openledger/chain/indexer/chainEvent.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'

/** Arguments that say what an event is about, the most particular first. */
const SUBJECTS = ['contributionId', 'grantId', 'channelId', 'modelId', 'epochHash', 'disputeId', 'datanetId'] as const

/**
 * Keeps an event whole.
 *
 * @returns false when it was here already
 */
export async function keepEvent(db: Database, event: ChainEvent): Promise<boolean> {
  const { blockNumber, logIndex, name, transactionHash } = event
  const kept = await db
    .insert(chainEvents)
    .values({ blockNumber, logIndex, name, subject: subjectOf(event.args), args: encode(event.args), transactionHash })
    .onConflictDoNothing()
    .returning({ logIndex: chainEvents.logIndex })
  return kept.length > 0
}

/** The kept events about one subject, in chain order, as they came from the chain but for the block's hash. */
export async function readEvents<Name extends ChainEventName>(
  db: Database,
  subject: Hash32,
  names: readonly Name[],
): Promise<Extract<KeptEvent, { name: Name }>[]> {
  const rows = await db
    .select()
    .from(chainEvents)
    .where(and(eq(chainEvents.subject, subject), inArray(chainEvents.name, [...names])))
    .orderBy(asc(chainEvents.blockNumber), asc(chainEvents.logIndex))
  return rows.flatMap(({ name, args, blockNumber, logIndex }) => {
    const known = names.find((candidate) => candidate === name)
    // The name chosen and the arguments parsed by it belong together; TypeScript can't follow that.
    return known === undefined
      ? []
      : [
          { name: known, args: parseEventArgs(known, decodeArgs(args)), blockNumber, logIndex } as unknown as Extract<
            KeptEvent,
            { name: Name }
          >,
        ]
  })
}

/** A kept event: what the tables are derived from. */
export type KeptEvent = ChainEvent extends infer E
  ? E extends ChainEvent
    ? Pick<E, 'name' | 'args' | 'blockNumber' | 'logIndex'>
    : never
  : never

function subjectOf(args: object): Hash32 | null {
  const fields = new Map(Object.entries(args))
  for (const name of SUBJECTS) {
    const parsed = hex32Schema.safeParse(fields.get(name))
    if (parsed.success) return parsed.data
  }
  return null
}

function encode(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)))
}

/** A kept event's arguments as they came: what stands for a bigint is one again. */
export function decodeArgs(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' && /^\d+n$/.test(inner) ? BigInt(inner.slice(0, -1)) : inner,
  )
}
