import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { hex, updatedAt } from '../columns.ts'

/** How a Datanet's records are checked. */
export const datanetChecks = pgTable('datanet_checks', {
  datanetId: hex('datanet_id').primaryKey(),
  /** What its owner asks of records; null: the defaults. */
  settings: jsonb('settings'),
  /** Drawn with each run that changed something; tells a process whether what it remembers is what was stored last. */
  run: text('run'),
  /** Drawn when settings are set, until all records are checked by them; null: they are. */
  recheck: text('recheck'),
  updatedAt: updatedAt(),
})
