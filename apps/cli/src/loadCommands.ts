import { readdir } from 'node:fs/promises'
import { z } from 'zod'
import type { Command } from './command.ts'

const moduleSchema = z.object({
  command: z.custom<Command>((value) => typeof value === 'object' && value !== null && 'run' in value),
})
const folder = new URL('./commands/', import.meta.url)
const WORD = /^[a-z]+(-[a-z]+)*$/

/** Every command: one file each in commands/, its tests aside. Sorted by path. */
export async function loadCommands(): Promise<readonly Command[]> {
  const commands = await Promise.all((await listFiles()).map(load))
  return commands.toSorted((a, b) => a.path.join(' ').localeCompare(b.path.join(' ')))
}

/**
 * The command that the arguments begin with, the longest if several do. Only its own file is loaded: a command's file
 * is named by its words (`training-fee pay`: trainingFeePay.ts).
 */
export async function loadCommand(argv: readonly string[]): Promise<Command | undefined> {
  const files = await listFiles()
  const end = argv.findIndex((word) => !WORD.test(word))
  const words = end < 0 ? argv : argv.slice(0, end)
  for (let length = words.length; length > 0; length--) {
    const file = commandFile(words.slice(0, length))
    if (files.includes(file)) return load(file)
  }
  return undefined
}

/** File name of a command's words. */
export function commandFile(path: readonly string[]): string {
  const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`
  const words = path.flatMap((word) => word.split('-'))
  return `${words.map((word, i) => (i === 0 ? word : capital(word))).join('')}.ts`
}

async function listFiles(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
}

async function load(file: string): Promise<Command> {
  return moduleSchema.parse(await import(new URL(file, folder).href)).command
}
