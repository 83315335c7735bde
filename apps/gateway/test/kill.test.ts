import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { recoverCalls } from '../src/calls/recoverCalls.ts'

const folder = mkdtempSync(join(tmpdir(), 'openledger-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lets a process settle so many calls and kills it at once. */
async function runAndKill(where: string, settled: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killChild.ts'), where], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let seen = 0
  await new Promise<void>((resolve, reject) => {
    child.on('exit', (code) => (code === null ? resolve() : reject(new Error(`ended with ${code}`))))
    child.stdout.on('data', (data: Buffer) => {
      seen += data.length
      if (seen >= settled) child.kill('SIGKILL')
    })
  })
}

test.each(['embedded', 'server'])(
  'kill -9 among parallel calls, %s database: receipts without gap, sums that agree, nothing reserved after the restart',
  async (kind) => {
    const url = kind === 'server' ? await freshDatabase() : undefined
    for (const settled of [1, 23]) await runAndKill(url ?? folder, settled)
    const { db, close } = await openDatabase({ url, dataDir: folder })
    const silent = () => {}
    await recoverCalls({ db, clock: Date, logger: { debug: silent, info: silent, warn: silent, error: silent } })
    const [channel] = await db.select().from(channels)
    const chain = await db.select().from(receipts).orderBy(asc(receipts.sequence))
    expect(chain.length).toBeGreaterThan(15)
    let cumulative = 0n
    for (const [place, row] of chain.entries()) {
      const receipt = receiptSchema.parse(row.receipt)
      expect([receipt.sequence, receipt.cumulativeBefore, receipt.fee]).toEqual([
        BigInt(place + 1),
        cumulative,
        12n + BigInt(receipt.outputTokens) * 5n,
      ])
      cumulative = receipt.cumulativeAfter
    }
    expect(channel).toMatchObject({ used: cumulative, reserved: 0n, lastSequence: BigInt(chain.length) })
    expect(await db.$count(calls, eq(calls.status, 'reserved'))).toBe(0)
    const paid = await db
      .select({ callId: calls.callId })
      .from(calls)
      .innerJoin(receipts, eq(receipts.callId, calls.callId))
    expect(paid).toHaveLength(chain.length)
    await close()
  },
  240_000,
)
