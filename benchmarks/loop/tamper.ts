import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { demoIn } from './freshClone.ts'

const readySchema = z.object({ rpcUrl: z.url() })
const verdictSchema = z.object({
  ok: z.boolean(),
  firstDifference: z.object({ code: z.string(), file: z.string(), message: z.string() }).optional(),
})

/**
 * One byte flipped at random in one file at random of everything that an epoch publishes, again and again; each time
 * `./openledger verify` runs as a process of its own on the damaged copy.
 */
export async function measureTampering(context: BenchContext): Promise<void> {
  const home = join(await mkdtemp(join(tmpdir(), 'openledger-bench-tamper-')), 'home')
  if (context.home !== undefined) await cp(context.home, home, { recursive: true })
  const env = { OPENLEDGER_HOME: home }
  const { document } = await demoIn({ folder: context.root, env }, context, ['--fixture', '--calls', '12'])
  const up = await startUp(context, env)
  try {
    const data = join(home, 'data')
    const copy = `${home}-damaged`
    await cp(data, copy, { recursive: true })
    const files = await publishedFiles(copy)
    const random = seededRandom(20_261_122)
    const verify = (folder: string) =>
      runProgram(
        ['./openledger', 'verify', String(document.epoch.number), '--json', '--rpc', up.rpcUrl, '--data', folder],
        { cwd: context.root, env },
      )
    const untouched = await verify(copy)
    if (untouched.code !== 0) throw new Error(`the undamaged epoch does not verify: ${untouched.stdout}`)
    const total = context.quick ? 20 : 200
    const missed: string[] = []
    for (let i = 0; i < total; i++) {
      context.signal.throwIfAborted()
      const file = files[Math.floor(random() * files.length)] ?? ''
      const original = await readFile(file)
      const position = Math.floor(random() * original.length)
      const damaged = Buffer.from(original)
      damaged[position] = (damaged[position] ?? 0) ^ (1 << Math.floor(random() * 8))
      await writeFile(file, damaged)
      const result = await verify(copy)
      await writeFile(file, original)
      const address = relative(copy, file).replaceAll('/', '')
      const difference = result.code === 1 ? verdictSchema.parse(JSON.parse(result.stdout)).firstDifference : undefined
      const isNamed = difference !== undefined && `${difference.file} ${difference.message}`.includes(address)
      if (!isNamed)
        missed.push(
          `${address.slice(0, 12)} byte ${position}: exit ${result.code}, ${difference?.file ?? 'nothing named'}`,
        )
      if ((i + 1) % 20 === 0) context.progress(`${i + 1} flips, ${missed.length} not found or not named`)
    }
    context.row({
      name: 'random byte flipped in a published file: found and named by ./openledger verify',
      value: total - missed.length,
      unit: `of ${total}`,
      bar: '200 of 200',
      ok: total === 200 && missed.length === 0,
      note: missed.length === 0 ? `${files.length} files, seed 20261122` : missed.slice(0, 3).join('; '),
    })
  } finally {
    await up.stop()
  }
}

/** Every blob that the data folder holds. Blobs that the epoch does not name would be missed by design: none may be there. */
async function publishedFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** `./openledger up` until stopped. */
async function startUp(context: BenchContext, env: Record<string, string>) {
  const child: ChildProcess = spawn('./openledger', ['up', '--json'], {
    cwd: context.root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (child.stdout === null) throw new Error('up has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = readySchema.safeParse(JSON.parse(line))
    if (ready.success) {
      return {
        rpcUrl: ready.data.rpcUrl,
        stop: async () => {
          child.kill('SIGTERM')
          if (child.exitCode === null) await once(child, 'exit')
        },
      }
    }
  }
  throw new Error('./openledger up ended before it was ready')
}
