import type { Database } from '@openledger/db/database.ts'
import { disputes } from '@openledger/db/schema/disputes.ts'
import { eq } from 'drizzle-orm'
import type { KeptEvent } from './keepEvent.ts'

/** Events that change a dispute after its opening. */
export const DISPUTE_EVENTS = ['DisputeDecided', 'DisputeAppealed', 'DisputeClosed'] as const

/** What a dispute has before its first event after the opening. */
export const OPEN_DISPUTE = { stage: 'open', upheld: false } as const

/** Takes an event into `disputes`; others are left alone. */
export async function applyDisputeEvent(db: Database, event: KeptEvent): Promise<void> {
  if (event.name === 'DisputeOpened') {
    await db
      .insert(disputes)
      .values({ ...event.args, ...OPEN_DISPUTE, blockNumber: event.blockNumber })
      .onConflictDoNothing()
    return
  }
  const change = changeOf(event)
  if (change === undefined) return
  const { disputeId, ...changed } = change
  await db.update(disputes).set(changed).where(eq(disputes.disputeId, disputeId))
}

function changeOf(event: KeptEvent) {
  switch (event.name) {
    case 'DisputeDecided':
      return { disputeId: event.args.disputeId, stage: 'decided', upheld: event.args.upheld } as const
    case 'DisputeAppealed':
      return { disputeId: event.args.disputeId, stage: 'appealed' } as const
    case 'DisputeClosed':
      return { disputeId: event.args.disputeId, stage: 'closed', upheld: event.args.upheld } as const
    default:
      return undefined
  }
}
