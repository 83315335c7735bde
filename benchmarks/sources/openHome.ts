import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { contentSecret, createContents } from '@openledger/db/contents/createContents.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { models } from '@openledger/db/schema/models.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import type { AttributionDeps } from '@openledger/worker/attribution/attributionDeps.ts'
import { type AttributedModel, toAttributedModel } from '@openledger/worker/attribution/pendingCalls.ts'
import { hexToBytes } from 'viem'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { demoIn } from '../loop/freshClone.ts'

/** The model that the demo trains on 28 facts and 4 records of noise. */
const MODEL = 'icd10-coder'
const BASE = 'smollm2-135m-instruct'

/** A finished demo's database, model, engine and trainer: what attribution works with, and nothing that costs money. */
export type FinishedHome = { readonly deps: AttributionDeps; readonly model: AttributedModel }

/**
 * Runs work on a copy of a finished demo's state; without one a demo is run first.
 *
 * @throws when the state has no trained model of the demo
 */
export async function withFinishedHome<T>(context: BenchContext, work: (home: FinishedHome) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-sources-'))
  const home = join(folder, 'home')
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    if (context.home !== undefined) await cp(context.home, home, { recursive: true })
    else await demoIn({ folder: context.root, env: { OPENLEDGER_HOME: home } }, context, ['--calls', '1'])
    // A stack that was killed leaves its server's lock behind.
    await rm(join(home, 'db', 'pg', 'postmaster.pid'), { force: true })
    const { db, close } = await openDatabase({ dataDir: join(home, 'db') })
    closers.unshift(close)
    const trained = (await db.select().from(models)).filter(({ adapterHash }) => adapterHash !== ZERO_HEX32)
    const row = trained.find(({ name }) => name === MODEL)
    if (row === undefined) throw new Error(`${context.home ?? home} has no model ${MODEL}: run ./openledger demo there`)
    const path = join(context.root, '.models', `${BASE}-q4_1.gguf`)
    const logger = {
      debug: ignore,
      info: ignore,
      warn: (...told: unknown[]) => context.progress(JSON.stringify(told)),
      error: ignore,
    }
    const engine = await startEngineProcess({
      base: { id: BASE, path },
      threads: 1,
      batchThreads: 2,
      contextSize: 2048,
      sequences: 1,
      gpu: 'off',
      logger,
    })
    closers.unshift(() => engine.close())
    const [base] = engine.capabilities().bases
    const python = join(context.root, '.venv', 'bin', 'python')
    const deps: AttributionDeps = {
      db,
      contents: createContents(contentSecret(await operatorKey(home))),
      engine,
      logger,
      baseModel: { id: BASE, file: path, sha256: `0x${base?.sha256 ?? ''}` },
      modelsDir: join(home, 'models'),
      trainer: { python, folder: join(context.root, 'trainer'), threads: 2 },
    }
    return await work({ deps, model: toAttributedModel(row) })
  } finally {
    for (const close of closers) await close()
  }
}

const ignore = () => undefined

/** The key of the demo's operator, under which its contents are sealed. */
async function operatorKey(home: string): Promise<Uint8Array> {
  const file: unknown = JSON.parse(await readFile(join(home, 'keys', 'operator.json'), 'utf8'))
  return hexToBytes(z.object({ privateKey: hex32Schema }).parse(file).privateKey)
}
