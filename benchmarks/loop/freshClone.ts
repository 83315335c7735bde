import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { conservation, type DemoDocument, parseDemo } from './demoDocument.ts'

/** A fresh clone whose demo has run: its folder, and the environment in which it has to run. */
export type Clone = { readonly folder: string; readonly env: Record<string, string | undefined> }

/**
 * Clones the commit into an empty folder and gives it empty package caches and the machine's own programs: nothing that
 * this checkout has put in place is found there.
 */
export async function freshClone(context: BenchContext): Promise<Clone> {
  const base = await mkdtemp(join(tmpdir(), 'openledger-bench-'))
  const folder = join(base, 'clone')
  const caches = join(base, 'caches')
  await mkdir(caches)
  const cloned = await runProgram(['git', 'clone', '--quiet', '--no-hardlinks', context.root, folder], {
    cwd: base,
    onProgress: context.progress,
  })
  if (cloned.code !== 0) throw new Error(`git clone failed: ${cloned.stderr}`)
  const own = (process.env['PATH'] ?? '').split(delimiter).filter((path) => !path.includes('.toolchain'))
  const env = {
    PATH: own.join(delimiter),
    OPENLEDGER_HOME: undefined,
    npm_config_cache: join(caches, 'npm'),
    PIP_CACHE_DIR: join(caches, 'pip'),
  }
  return { folder, env }
}

/** Runs the demo in a clone. @throws when it does not finish */
export async function demoIn(
  clone: Clone,
  context: BenchContext,
  args: readonly string[],
): Promise<{ readonly document: DemoDocument; readonly seconds: number }> {
  const result = await runProgram(['./openledger', 'demo', '--json', ...args], {
    cwd: clone.folder,
    env: clone.env,
    onProgress: context.progress,
    signal: context.signal,
  })
  if (result.code !== 0) throw new Error(`./openledger demo ${args.join(' ')} exited with ${result.code}`)
  return { document: parseDemo(result.stdout), seconds: result.seconds }
}

/** The rows that every finished demo gives. */
export function conservationRow(name: string, documents: readonly DemoDocument[]) {
  const worst = documents
    .map(conservation)
    .reduce((most, now) => ((now < 0n ? -now : now) > (most < 0n ? -most : most) ? now : most), 0n)
  const verified = documents.every((document) => document.verification.ok)
  return {
    name,
    value: worst.toString(),
    unit: 'wei',
    bar: 'exactly 0',
    ok: worst === 0n && verified,
    note: `payouts + burned + carried − fees, the greatest of ${documents.length} epochs; independent verification ${verified ? 'agreed with each' : 'FAILED'}`,
  }
}
