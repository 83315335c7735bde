import { spawn } from 'node:child_process'
import type { Counts, Suite } from './suites.ts'

/** A finished suite. `output` is everything that it printed. */
export type SuiteResult = {
  readonly suite: Suite
  readonly counts: Counts
  readonly seconds: number
  readonly output: string
}

/**
 * Runs one suite to its end.
 * A tool that exits non-zero counts as at least one failure, whatever its output says; one that should have
 * counted its tests and did not counts as failed.
 */
export async function runSuite(suite: Suite, root: string, signal: AbortSignal): Promise<SuiteResult> {
  const started = performance.now()
  const [program = '', ...args] = suite.command
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(program, args, {
      cwd: suite.cwd ?? root,
      env: { ...process.env, ...suite.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => parts.push(part))
    child.once('error', (error) => resolve({ code: 1, output: `${Buffer.concat(parts)}${error.message}\n` }))
    child.once('close', (exit) => resolve({ code: exit, output: Buffer.concat(parts).toString() }))
  })
  const seconds = (performance.now() - started) / 1000
  const single: Counts = code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
  if (suite.count === undefined) return { suite, counts: single, seconds, output }
  const counted = suite.count(output)
  if (counted === undefined) return { suite, counts: { passed: 0, failed: 1, skipped: 0 }, seconds, output }
  const failed = code === 0 ? counted.failed : Math.max(1, counted.failed)
  return { suite, counts: { ...counted, failed }, seconds, output }
}
