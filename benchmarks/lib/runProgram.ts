import { spawn } from 'node:child_process'

/** A finished program. */
export type ProgramResult = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/**
 * Runs a program to its end and keeps what it printed.
 * @param options.onProgress each line that it writes to stderr
 */
export async function runProgram(
  command: readonly [string, ...string[]],
  options: {
    readonly cwd: string
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly onProgress?: (line: string) => void
    readonly onStart?: (pid: number) => void
    readonly signal?: AbortSignal
  },
): Promise<ProgramResult> {
  const started = performance.now()
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.signal ? { signal: options.signal } : {}),
  })
  if (child.pid !== undefined) options.onStart?.(child.pid)
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => stdout.push(part))
  child.stderr.on('data', (part: Buffer) => {
    stderr.push(part)
    for (const line of part.toString().split('\n')) if (line.trim() !== '') options.onProgress?.(line)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return {
    code,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
    seconds: (performance.now() - started) / 1000,
  }
}
