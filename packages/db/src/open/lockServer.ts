import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import pg from 'pg'
import { DB_ERRORS } from '../errors.ts'
import { asDatabaseError, isTransient } from './asDatabaseError.ts'

/** Number of our lock among the advisory locks of a database: the letters "OPEN LED". */
const LOCK = 0x4f50454e4c4544n
/** How long a server may take to start, and a dead process's session to go, ms. */
const STARTING_ms = 30_000
const LOCKED_ms = 2_000
/** The connection is tried so often, and must answer within so long, ms. */
const HEARTBEAT_ms = 5_000
const ANSWER_ms = 20_000

/**
 * Keeps other nodes out of a server's database, by an advisory lock on a connection of its own: the server lets go of
 * it when the connection ends, however that happens. A server that is starting is waited for.
 *
 * @param onLost told once when the connection has broken, so that somebody else may hold the lock by now
 * @param patience_ms how long a server that is starting is waited for
 * @throws DB_LOCKED, DB_UNREACHABLE
 */
export async function lockServer(
  url: string,
  onLost: (reason: Error) => void,
  patience_ms = STARTING_ms,
): Promise<{ readonly release: () => Promise<void> }> {
  const client = await connect(url, patience_ms)
  let over = false
  const lose = (reason: Error) => {
    if (over) return
    over = true
    onLost(
      new OpenLedgerError(DB_ERRORS.DB_LOST, 'The connection that keeps other nodes out broke.', { cause: reason }),
    )
  }
  client.on('error', lose)
  client.on('end', () => lose(new Error('The server closed it.')))
  try {
    await take(client)
  } catch (error) {
    over = true
    await client.end()
    throw error
  }
  const heartbeat = setInterval(() => client.query('SELECT 1').catch(lose), HEARTBEAT_ms)
  heartbeat.unref()
  return {
    release: async () => {
      over = true
      clearInterval(heartbeat)
      await client.end()
    },
  }
}

async function connect(url: string, patience_ms: number): Promise<pg.Client> {
  for (const until = Date.now() + patience_ms; ; await sleep(250)) {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_ms,
      query_timeout: ANSWER_ms,
    })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      if (!isTransient(error) || Date.now() > until) throw asDatabaseError(error)
    }
  }
}

/** Takes the lock; a process that was just killed may still have it for a moment. */
async function take(client: pg.Client): Promise<void> {
  for (const until = Date.now() + LOCKED_ms; ; await sleep(100)) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`)
    if (rows[0]?.taken === true) return
    if (Date.now() > until) {
      throw new OpenLedgerError(DB_ERRORS.DB_LOCKED, 'Another node has this PostgreSQL database open.')
    }
  }
}
