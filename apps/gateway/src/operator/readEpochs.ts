import { epochTotalsSchema } from '@openledger/core/api/epochs.ts'
import type { Operator } from '@openledger/core/api/operator.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, count, eq, isNull, notInArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'

const errorSchema = z.looseObject({ code: z.string() })

/** The epochs' part of {@link Operator}: what waits for one, what is being made, what may be challenged, the bond. */
export async function readEpochs(
  { db, chain }: Pick<GatewayServices, 'db' | 'chain'>,
  operator: Address,
): Promise<Operator['epochs']> {
  const [waiting] = await db
    .select({ count: count(), fees: sql<string>`coalesce(sum(${receipts.fee}), 0)::text` })
    .from(receipts)
    .where(isNull(receipts.epoch))
  const [unposted] = await db
    .select()
    .from(epochs)
    .where(notInArray(epochs.status, ['posted', 'final']))
    .orderBy(asc(epochs.number))
    .limit(1)
  const posted = await db.select().from(epochs).where(eq(epochs.status, 'posted')).orderBy(asc(epochs.number))
  const bond = await chain.bondOf(operator).catch(() => undefined)
  return {
    waiting: { count: waiting?.count ?? 0, fees: waiting?.fees ?? '0' },
    unposted:
      unposted === undefined
        ? null
        : {
            number: Number(unposted.number),
            status: unposted.status,
            error: errorSchema.safeParse(unposted.error).data?.code ?? null,
          },
    inWindow: posted.map(({ number, finalizesAt, totals }) => ({
      number: Number(number),
      finalizesAt: Math.floor((finalizesAt?.getTime() ?? 0) / 1_000),
      fees: epochTotalsSchema.safeParse(totals).data?.fees ?? '0',
    })),
    final: await db.$count(epochs, eq(epochs.status, 'final')),
    bond: bond === undefined ? null : { amount: bond.amount.toString(), locked: bond.locked.toString() },
  }
}
