import type { Operator } from '@openledger/core/api/operator.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { indexerBlocks } from '@openledger/db/schema/indexerBlocks.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { transactions } from '@openledger/db/schema/transactions.ts'
import { and, count, eq, inArray, max, min, ne } from 'drizzle-orm'
import { GAS_LIMITS } from '../acting/gasLimits.ts'
import { givenInADay } from '../acting/givenInADay.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { readEpochs } from './readEpochs.ts'
import { readJobs } from './readJobs.ts'

/** Transactions that are not in a block and may still come into one. */
const ON_THEIR_WAY = ['intent', 'signed', 'sent'] as const
const STARTED_ms = Date.now() - process.uptime() * 1_000

/** How the node does, put together from what its parts count. What is out of reach is null. */
export async function readOperator(deps: GatewayServices): Promise<Operator> {
  const operator = toAddress(deps.operator.address)
  const [calls, engine, jobs, epochs, chain, kept] = await Promise.all([
    deps.metrics.served(),
    deps.engine.health().catch(() => undefined),
    readJobs(deps.db),
    readEpochs(deps, operator),
    readChain(deps, operator),
    readKept(deps, operator),
  ])
  return {
    operator,
    process: {
      startedAt: Math.floor(STARTED_ms / 1_000),
      memoryBytes: process.memoryUsage.rss(),
      versions: deps.versions,
    },
    calls,
    engine: engine === undefined ? null : engineFigures(engine),
    jobs,
    epochs,
    chain,
    kept,
  }
}

function engineFigures(
  health: Awaited<ReturnType<GatewayServices['engine']['health']>>,
): NonNullable<Operator['engine']> {
  const { state, active, waiting, threads, restarts, evaluations, evaluatedTokens } = health
  const { adaptersLoaded: loaded, adapterBytes: bytes, adapterHits: hits, adapterLoads: loads } = health
  const adapters = { loaded, bytes, hits, loads }
  return { state, active, waiting, threads, restarts, adapters, evaluations, evaluatedTokens }
}

async function readChain({ db, chain }: GatewayServices, operator: `0x${string}`): Promise<Operator['chain']> {
  const [head, ether, open] = await Promise.all([
    chain.head().catch(() => undefined),
    chain.etherOf(operator).catch(() => undefined),
    chain.openOf(operator).catch(() => undefined),
  ])
  const [indexed] = await db.select({ number: max(indexerBlocks.number) }).from(indexerBlocks)
  const [pending] = await db
    .select({ count: count(), oldest: min(transactions.createdAt) })
    .from(transactions)
    .where(and(eq(transactions.from, operator), inArray(transactions.status, [...ON_THEIR_WAY])))
  const failed = await db.$count(transactions, and(eq(transactions.from, operator), eq(transactions.status, 'failed')))
  const { oldest = null } = pending ?? {}
  return {
    chainId: chain.chainId,
    head: head === undefined ? null : { number: Number(head.number), time: Number(head.time) },
    indexed: indexed?.number == null ? null : Number(indexed.number),
    finalityDepth: chain.finalityDepth ?? null,
    trouble: chain.trouble?.() ?? null,
    sending: {
      pending: pending?.count ?? 0,
      oldest: oldest === null ? null : Math.floor(oldest.getTime() / 1_000),
      failed,
    },
    ether: ether?.toString() ?? null,
    open: open?.toString() ?? null,
  }
}

async function readKept(deps: GatewayServices, operator: `0x${string}`): Promise<Operator['kept']> {
  const { db, clock, gasLimits = GAS_LIMITS } = deps
  return {
    accounts: await db.$count(keptAccounts),
    gas: (await givenInADay(db, clock.now())).toString(),
    gasLimit: gasLimits.all.toString(),
    pending: await db.$count(
      transactions,
      and(ne(transactions.from, operator), inArray(transactions.status, [...ON_THEIR_WAY])),
    ),
  }
}
