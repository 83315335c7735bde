import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { sweepWork, workFolderOf } from './workFolder.ts'

const developer = `0x${'a'.repeat(40)}` as const
const week_s = 7 * 24 * 3600

test('what will not go on goes; what may go on, and what is no work folder, stays', async () => {
  const { db, close } = await openDatabase({ url: await freshDatabase() })
  const modelsDir = await mkdtemp(join(tmpdir(), 'models-'))
  const old = Date.now() / 1000 - week_s - 60
  const make = async (status?: (typeof trainingJobs.$inferInsert)['status'], touched?: number) => {
    const jobId = randomUUID()
    if (status !== undefined)
      await db.insert(trainingJobs).values({ jobId, kind: 'train', developer, name: 'x', request: {}, status })
    const folder = workFolderOf(modelsDir, jobId)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'state.safetensors'), 'state')
    if (touched !== undefined) await utimes(folder, touched, touched)
    return jobId
  }
  expect(await sweepWork(db, modelsDir, Date.now())).toEqual([])
  const gone = [await make('succeeded'), await make('cancelled'), await make('failed', old), await make(undefined, old)]
  const kept = [await make('queued', old), await make('running', old), await make('failed'), await make()]
  const others = ['0123.partial', 'abcdef']
  for (const name of others) await mkdir(join(modelsDir, 'adapters', name))
  expect((await sweepWork(db, modelsDir, Date.now())).sort()).toEqual(gone.sort())
  const left = [...kept.map((jobId) => basename(workFolderOf(modelsDir, jobId))), ...others]
  expect((await readdir(join(modelsDir, 'adapters'))).sort()).toEqual(left.sort())
  await rm(modelsDir, { recursive: true })
  await close()
})
