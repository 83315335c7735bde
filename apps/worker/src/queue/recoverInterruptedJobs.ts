import type { Db } from 'pg-boss'

/** The database schema that holds pg-boss's tables. */
export const queueSchema = 'pgboss'

/**
 * Gives back to the queue the jobs that were running when the last process died, at once and
 * without counting it as a failure. A database has one node at a time (`openDatabase` locks it), so what is active at
 * its start is nobody's.
 *
 * @param db the connection that pg-boss uses.
 * @param ids only these jobs; without it, every active one.
 * @returns how many were given back.
 */
export async function recoverInterruptedJobs(db: Db, ids?: readonly string[]): Promise<number> {
  const result = await db.executeSql(
    `UPDATE ${queueSchema}.job
        SET state = 'retry', started_on = NULL, completed_on = NULL, start_after = now()
      WHERE ${ids ? 'id = ANY($1::uuid[])' : "state = 'active' AND $1::text IS NULL"}
      RETURNING id`,
    [ids ? [...ids] : null],
  )
  return result.rows.length
}
