import { readdir } from 'node:fs/promises'
import { z } from 'zod'
import type { Command } from './command.ts'

const moduleSchema = z.object({
  command: z.custom<Command>((value) => typeof value === 'object' && value !== null && 'run' in value),
})

/** Every command: one file each in commands/, its tests aside. Sorted by path. */
export async function loadCommands(): Promise<readonly Command[]> {
  const folder = new URL('./commands/', import.meta.url)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const modules = await Promise.all(
    files.map(async (file) => moduleSchema.parse(await import(new URL(file, folder).href))),
  )
  return modules.map((module) => module.command).toSorted((a, b) => a.path.join(' ').localeCompare(b.path.join(' ')))
}
