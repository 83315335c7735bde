import { spawn } from 'node:child_process'
import { once } from 'node:events'

let found: Promise<readonly string[]> | undefined

/**
 * The words before a command that take its network away: a network namespace of its own, where the system lets us have
 * one (Linux with user namespaces). None elsewhere: then a parser's process has its permissions and bounds alone, and
 * parsers, which ask for nothing over a network, could.
 */
export function findIsolation(): Promise<readonly string[]> {
  found ??= works(['unshare', '--map-root-user', '--net', '--']).then((words) => words ?? [])
  return found
}

async function works(words: readonly string[]): Promise<readonly string[] | undefined> {
  const [program = '', ...args] = words
  const trial = spawn(program, [...args, 'true'], { stdio: 'ignore' })
  try {
    const [code] = await once(trial, 'close')
    return code === 0 ? words : undefined
  } catch {
    return undefined
  }
}
