import type { Database } from '@openledger/db/database.ts'
import { grants } from '@openledger/db/schema/grants.ts'
import { eq } from 'drizzle-orm'
import type { KeptEvent } from './keepEvent.ts'

/** Events that change a grant. */
export const GRANT_EVENTS = ['AccessGranted', 'AccessRevoked'] as const

/** Takes a grant or its end into `grants`; the last one counts. */
export async function applyGrantEvent(db: Database, event: KeptEvent): Promise<void> {
  const { blockNumber } = event
  if (event.name === 'AccessGranted') {
    const { grantId, ...grant } = event.args
    const row = { ...grant, blockNumber }
    await db
      .insert(grants)
      .values({ grantId, ...row })
      .onConflictDoUpdate({ target: grants.grantId, set: row })
  } else if (event.name === 'AccessRevoked') {
    await db.update(grants).set({ expiry: 0n, blockNumber }).where(eq(grants.grantId, event.args.grantId))
  }
}
