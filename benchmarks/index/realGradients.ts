import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { demoIn } from '../loop/freshClone.ts'
import { python } from './python.ts'

const script = fileURLToPath(new URL('./real_gradients.py', import.meta.url))

/**
 * The example's gradients at a finished demo's adapter: their inner products and sketches, a few MB that are kept in
 * benchmarks/.cache for as long as the code that makes them is the same.
 *
 * @returns path of the .npz file
 */
export async function realGradients(context: BenchContext): Promise<string> {
  const key = createHash('sha256')
  const trainer = join(context.root, 'trainer', 'openledger_trainer')
  for (const file of [script, join(trainer, 'gradients.py'), join(trainer, 'sharded_index', 'projection.py')])
    key.update(await readFile(file))
  const cache = join(context.root, 'benchmarks', '.cache', 'index')
  const kept = join(cache, `real-${key.digest('hex').slice(0, 16)}.npz`)
  if (existsSync(kept)) return kept
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-index-'))
  try {
    const home = context.home ?? join(folder, 'home')
    if (context.home === undefined)
      await demoIn({ folder: context.root, env: { OPENLEDGER_HOME: home } }, context, ['--calls', '1'])
    const adapters = join(home, 'models', 'adapters')
    const [adapter] = await readdir(adapters)
    if (adapter === undefined) throw new Error(`${home} has no adapter: run ./openledger demo there`)
    const made = join(folder, 'real.npz')
    await python(context, [script, baseFile(context.root), join(adapters, adapter), folder, made])
    await copyFile(made, `${kept}.part`)
    await rename(`${kept}.part`, kept)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return kept
}
