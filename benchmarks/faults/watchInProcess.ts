import { Writable } from 'node:stream'
import { command } from '@openledger/cli/commands/watch.ts'
import { homePaths } from '@openledger/cli/home/homePaths.ts'
import { createTerminal } from '@openledger/cli/output/terminal.ts'
import { z } from 'zod'

const reportSchema = z.object({
  number: z.string(),
  verdict: z.enum(['holds', 'faulty', 'unprovable', 'unavailable']),
  outcome: z.enum(['holds', 'void', 'waits', 'stands']),
  faults: z.array(z.string()),
  provable: z.array(z.string()),
  kind: z.string().optional(),
  difference: z.object({ code: z.string(), message: z.string() }).optional(),
  challenge: z.object({ status: z.enum(['won', 'already']), reward: z.string() }).optional(),
  demanded: z.object({ tree: z.string(), chunk: z.number(), until: z.string() }).optional(),
  refused: z.array(z.string()),
})

/** What `openledger watch --once --json` said, and how it ended. */
export type WatchRun = { readonly code: number; readonly reports: readonly z.infer<typeof reportSchema>[] }

/** Reads the lines that `openledger watch --json` wrote. */
export const parseReports = (text: string): WatchRun['reports'] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => reportSchema.parse(JSON.parse(line)))

/** Runs the command itself, without starting a process for it. */
export async function watchInProcess(
  root: string,
  home: string,
  values: Readonly<Record<string, string | boolean>>,
): Promise<WatchRun> {
  let text = ''
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  const terminal = createTerminal({ stdout, stderr: stdout, color: false, interactive: false, width: 100 })
  const code = await command.run({
    values: { ...values, once: true },
    positionals: [],
    terminal,
    paths: homePaths(home),
    root,
    json: true,
    canAsk: false,
    env: {},
    signal: new AbortController().signal,
  })
  return { code, reports: parseReports(text) }
}
