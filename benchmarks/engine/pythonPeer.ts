import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Peer } from './load.ts'

const outcomeSchema = z.object({ seconds: z.number(), tokens: z.int() })

/**
 * A Python program that says it is ready with a line, then answers each load, a line of JSON, with a line of JSON.
 *
 * @throws Error with the program's last words when it ends
 */
export async function pythonPeer(
  name: string,
  command: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Peer> {
  const [program, ...args] = command
  const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: 'pipe' })
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-4_000)
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const nextLine = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`${name} ended: ${said}`)
      // Its libraries print, too.
      if (value.startsWith('{')) return value
    }
  }
  await nextLine()
  return {
    name,
    run: async (load) => {
      child.stdin.write(`${JSON.stringify(load)}\n`)
      return { ...outcomeSchema.parse(JSON.parse(await nextLine())), waits_ms: [] }
    },
    close: async () => {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}
