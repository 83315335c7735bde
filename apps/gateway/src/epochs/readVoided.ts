import { parseEventArgs } from '@openledger/chain/indexer/chainEvent.ts'
import type { EpochChallenges } from '@openledger/core/api/challenges.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { and, asc, inArray, sql } from 'drizzle-orm'
import { decodeArgs } from '../indexer/keepEvent.ts'

/** Proven faults that made an epoch void, and what was taken of bonds in their transactions. */
export async function readVoided(
  db: Database,
  operator: Address,
  number: bigint,
): Promise<Pick<EpochChallenges, 'voided' | 'slashed'>> {
  const rows = await db
    .select()
    .from(chainEvents)
    .where(
      and(
        inArray(chainEvents.name, ['EpochsVoided', 'BondSlashed', 'PosterBondSlashed']),
        sql`${chainEvents.args}->>'operator' = ${operator}`,
      ),
    )
    .orderBy(asc(chainEvents.blockNumber), asc(chainEvents.logIndex))
  const voided = rows
    .filter(({ name }) => name === 'EpochsVoided')
    .map(({ args, transactionHash }) => ({ ...parseEventArgs('EpochsVoided', decodeArgs(args)), transactionHash }))
    .filter(({ from, to }) => from <= number && number <= to)
  const transactions = new Set(voided.map(({ transactionHash }) => transactionHash))
  const slashed = rows
    .filter(({ name, transactionHash }) => name !== 'EpochsVoided' && transactions.has(transactionHash))
    .map(({ name, args }) =>
      name === 'BondSlashed'
        ? parseEventArgs('BondSlashed', decodeArgs(args))
        : parseEventArgs('PosterBondSlashed', decodeArgs(args)),
    )
  return {
    voided: voided.map(({ challenger, transactionHash }) => ({ challenger, transactionHash })),
    slashed: slashed.map(({ challenger, burned, reward }) => ({
      challenger,
      burned: burned.toString(),
      reward: reward.toString(),
    })),
  }
}
