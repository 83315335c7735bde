import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Starts a long-running process whose output goes to a log file (appended).
 * @param options.detached it outlives this process and gets a process group of its own
 */
export async function spawnLogged(
  command: readonly [string, ...string[]],
  options: { readonly log: string; readonly cwd: string; readonly detached?: boolean },
): Promise<ChildProcess> {
  await mkdir(dirname(options.log), { recursive: true })
  const file = await open(options.log, 'a')
  try {
    const [program, ...args] = command
    return spawn(program, args, {
      cwd: options.cwd,
      detached: options.detached ?? false,
      stdio: ['ignore', file.fd, file.fd],
    })
  } finally {
    await file.close()
  }
}
