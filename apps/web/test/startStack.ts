import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const readySchema = z.object({ gatewayUrl: z.url(), rpcUrl: z.url(), home: z.string() })

/** An OpenLedger of its own: chain, database, engine, gateway, worker, pages. */
export type Stack = z.infer<typeof readySchema> & { readonly stop: () => Promise<void> }

/**
 * Starts `openledger up`, as anybody would.
 *
 * @param home the state folder; a fresh one, removed at the end, unless given
 * @throws Error with the command's own words when it does not come up
 */
export async function startStack(home?: string): Promise<Stack> {
  if (!existsSync(join(ROOT, 'apps', 'web', 'dist', 'index.html')))
    throw new Error('The web app is not built: run ./openledger setup, or npx vite build apps/web')
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'ol-web-')))
  const main = join(ROOT, 'apps', 'cli', 'src', 'main.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'up', '--json'], {
    cwd: ROOT,
    env: { ...process.env, OPENLEDGER_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const said: string[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  const stop = async () => {
    child.kill('SIGINT')
    await ended
    if (home === undefined) await rm(folder, { recursive: true, force: true })
  }
  const lines = createInterface({ input: child.stdout })
  const ready = await Promise.race([
    new Promise<string>((resolve) =>
      lines.on('line', (line) => (line.startsWith('{"gatewayUrl"') ? resolve(line) : said.push(line))),
    ),
    ended.then(() => undefined),
  ])
  if (ready === undefined) throw new Error(`openledger up ended:\n${said.join('\n')}`)
  return { ...readySchema.parse(JSON.parse(ready)), stop }
}
