import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { readJsonFile, writeJsonFile } from '../home/jsonFile.ts'

/** The processes of a running OpenLedger. */
export type ProcessName = 'supervisor' | 'chain' | 'node'

const runFileSchema = z.looseObject({
  pid: z.int().min(2),
  /** Words that the process's command line holds: a reused process id is not taken for ours. */
  marker: z.string().min(1).optional(),
  url: z.url().optional(),
})
export type RunFile = z.infer<typeof runFileSchema>

const fileOf = (runFolder: string, name: ProcessName) => join(runFolder, `${name}.json`)

/** Notes a process that was started, so that the next command finds it, or cleans up after a kill. */
export const writeRunFile = (runFolder: string, name: ProcessName, value: RunFile): Promise<void> =>
  writeJsonFile(fileOf(runFolder, name), value)

/** Forgets a process. */
export const removeRunFile = (runFolder: string, name: ProcessName): Promise<void> =>
  rm(fileOf(runFolder, name), { force: true })

/** The noted process if it still lives and is the one that was noted; otherwise undefined. */
export async function readRunFile(runFolder: string, name: ProcessName): Promise<RunFile | undefined> {
  const noted = await readJsonFile(fileOf(runFolder, name), runFileSchema)
  if (noted === undefined) return undefined
  const commandLine = await commandLineOf(noted.pid)
  if (commandLine === undefined) return undefined
  return noted.marker !== undefined && !commandLine.includes(noted.marker) ? undefined : noted
}

const run = promisify(execFile)

/** The command line of a live process, or undefined when there is none (or only a zombie). */
async function commandLineOf(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,args=', '-p', String(pid)])
    const text = stdout.trim()
    return text === '' || text.startsWith('Z') ? undefined : text
  } catch {
    return undefined
  }
}

/**
 * Ends a noted process: asks, waits, then kills.
 * @param graceMs how long it may take to stop by itself
 * @returns whether there was one
 */
export async function stopNoted(runFolder: string, name: ProcessName, graceMs: number): Promise<boolean> {
  const noted = await readRunFile(runFolder, name)
  if (noted === undefined) {
    await removeRunFile(runFolder, name)
    return false
  }
  signal(noted.pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  while (Date.now() < deadline && (await readRunFile(runFolder, name)) !== undefined) await sleep(100)
  if ((await readRunFile(runFolder, name)) !== undefined) signal(noted.pid, 'SIGKILL')
  await removeRunFile(runFolder, name)
  return true
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended between the look and the signal: what was wanted.
  }
}
