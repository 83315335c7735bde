import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from './openDatabase.ts'
import { datanets } from './schema/datanets.ts'

const folder = mkdtempSync(join(tmpdir(), 'ol-db-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a folder opens once at a time, keeps its rows and warns that it is for trials', async () => {
  const warnings: string[] = []
  const first = await openDatabase({ dataDir: folder, logger: { warn: (message) => warnings.push(message) } })
  expect(warnings.join()).toMatch(/PostgreSQL/)
  const big = 2n ** 62n
  await first.db
    .insert(datanets)
    .values({ datanetId: '0x01', owner: '0x02', slug: 'a', treasury: '0x03', rateBps: 100, blockNumber: big })
  await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ code: 'DB_LOCKED' })
  const other = spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `const { openDatabase } = await import(${JSON.stringify(new URL('./openDatabase.ts', import.meta.url).href)}); await openDatabase({ dataDir: ${JSON.stringify(folder)} }).catch((error) => { console.log(error.code) })`,
  ])
  expect(other.stdout.toString().trim()).toBe('DB_LOCKED')
  await first.close()
  const second = await openDatabase({ dataDir: folder })
  expect((await second.db.select().from(datanets))[0]?.blockNumber).toBe(big)
  await second.db.execute(sql`SELECT '[1,2]'::vector <=> '[2,1]'::vector`)
  await second.close()
}, 180_000)
