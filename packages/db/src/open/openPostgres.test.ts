import { eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../test/startPostgres.ts'
import { bindLedger } from '../bindLedger.ts'
import { clearPostgres } from '../clearPostgres.ts'
import { openDatabase } from '../openDatabase.ts'
import { channels } from '../schema/channels.ts'
import { datanets } from '../schema/datanets.ts'
import { lockServer } from './lockServer.ts'

let server: TestPostgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => server?.stop())

const big = 2n ** 62n
const mine = { chainId: 1n, settlement: '0x05', operator: '0x06' } as const
const datanet = {
  datanetId: '0x01',
  owner: '0x02',
  slug: 'a',
  treasury: '0x03',
  rateBps: 100,
  blockNumber: big,
} as const

test('a database opens for one node at a time, keeps its rows and compares vectors', async () => {
  const url = await server.createDatabase('one')
  const warnings: string[] = []
  const first = await openDatabase({ url, logger: { warn: (message) => warnings.push(message) } })
  expect(warnings).toEqual([])
  await first.db.insert(datanets).values(datanet)
  await expect(openDatabase({ url })).rejects.toMatchObject({ code: 'DB_LOCKED' })
  await first.close()
  const second = await openDatabase({ url })
  const [row] = await second.db.select().from(datanets)
  expect(row).toMatchObject(datanet)
  await second.db.execute(sql`SELECT '[1,2]'::vector <=> '[2,1]'::vector`)
  await second.close()
}, 60_000)

test('a commit is on disk when it returns, whatever the server’s defaults', async () => {
  const url = await server.createDatabase('durable')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query('ALTER DATABASE durable SET synchronous_commit = off')
  await admin.query("ALTER DATABASE durable SET default_transaction_isolation = 'serializable'")
  await admin.end()
  const { db, close } = await openDatabase({ url })
  const { rows } = (await db.execute(
    sql`SELECT current_setting('synchronous_commit') AS sync, current_setting('transaction_isolation') AS isolation`,
  )) as unknown as { rows: unknown[] }
  expect(rows).toEqual([{ sync: 'on', isolation: 'read committed' }])
  await close()
})

test('a server that dies: the loss is told once, what was committed is there, another opening goes on', async () => {
  const url = await server.createDatabase('mortal')
  const lost: unknown[] = []
  const first = await openDatabase({ url, onLost: (reason) => lost.push(reason) })
  await first.db.insert(datanets).values(datanet)
  await server.killAndRestart()
  await expect.poll(() => lost.length).toBe(1)
  expect(lost[0]).toMatchObject({ code: 'DB_LOST' })
  await first.close()
  expect(lost).toHaveLength(1)
  const second = await openDatabase({ url })
  expect(await second.db.$count(datanets)).toBe(1)
  await second.close()
}, 60_000)

test('who is not let in learns why', async () => {
  const url = await server.createDatabase('closed')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query('CREATE ROLE guest LOGIN')
  await admin.end()
  const wrong = (change: (to: URL) => void) => {
    const to = new URL(url)
    change(to)
    return openDatabase({ url: to.href })
  }
  const refused = { code: 'DB_UNREACHABLE' }
  await expect(wrong((to) => (to.pathname = '/nowhere'))).rejects.toMatchObject(refused)
  await expect(wrong((to) => (to.username = 'stranger'))).rejects.toMatchObject(refused)
  await expect(wrong((to) => (to.username = 'guest'))).rejects.toMatchObject(refused)
  await expect(lockServer('postgres://openledger@127.0.0.1:1/x', () => {}, 300)).rejects.toMatchObject(refused)
  // Nobody who was refused kept the lock.
  await (await openDatabase({ url })).close()
}, 60_000)

test('a row that one transaction holds makes the other wait, and it sees what the first left', async () => {
  const url = await server.createDatabase('rows')
  const { db, close } = await openDatabase({ url })
  const channelId = `0x${'c'.repeat(64)}` as const
  const channel = {
    payer: '0x01',
    operator: '0x02',
    signer: '0x03',
    signerCap: 1n,
    signerExpiry: 1n,
    deposit: 1n,
  } as const
  await db.insert(channels).values({ channelId, ...channel, blockNumber: 1n })
  await Promise.all(
    Array.from({ length: 20 }, () =>
      db.transaction(async (transaction) => {
        const [row] = await transaction.select().from(channels).where(eq(channels.channelId, channelId)).for('update')
        await transaction
          .update(channels)
          .set({ used: (row?.used ?? 0n) + 1n })
          .where(eq(channels.channelId, channelId))
      }),
    ),
  )
  expect((await db.select().from(channels))[0]?.used).toBe(20n)
  await close()
})

test('clearing takes the operator’s tables and queue, nobody else’s, and none under a running node', async () => {
  const url = await server.createDatabase('cleared')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query('CREATE TABLE somebody_elses (id int)')
  const opened = await openDatabase({ url })
  await expect(clearPostgres(url, mine)).rejects.toMatchObject({ code: 'DB_LOCKED' })
  await bindLedger(opened.db, mine)
  await opened.db.insert(datanets).values(datanet)
  await opened.close()
  await expect(clearPostgres(url, { ...mine, chainId: 2n })).rejects.toMatchObject({ code: 'DB_OTHER_LEDGER' })
  await clearPostgres(url, mine)
  const { rows } = await admin.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
  expect(rows).toEqual([{ tablename: 'somebody_elses' }])
  await admin.end()
  const again = await openDatabase({ url })
  expect(await again.db.$count(datanets)).toBe(0)
  await again.close()
}, 60_000)
