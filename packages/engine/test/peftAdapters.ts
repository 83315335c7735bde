import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AdapterStore } from '../src/store/adapterStore.ts'
import { createConverter } from '../src/store/convert/createConverter.ts'
import { importAdapter } from '../src/store/importAdapter.ts'
import { storeSettingsSchema } from '../src/store/storeSettings.ts'
import { BASE, modelFile } from './models.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const SCRIPT = fileURLToPath(new URL('./make_peft_adapters.py', import.meta.url))
const PYTHON = join(ROOT, '.venv/bin/python')
const BASE_FILE = modelFile('smollm2-135m-instruct-q4_1.gguf')

/** What PEFT answers in float32: see make_peft_adapters.py. */
export type PeftAnswer = {
  readonly messages: readonly { readonly role: 'user' | 'assistant' | 'system'; readonly content: string }[]
  readonly answer: number[]
  readonly withAdapter: number[]
}

async function python<T>(words: readonly string[], input = ''): Promise<T[]> {
  const running = promisify(execFile)(PYTHON, [SCRIPT, ...words], { maxBuffer: 1e8 })
  running.child.stdin?.end(input)
  const { stdout } = await running
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): T => JSON.parse(line))
}

/**
 * Adapters of all kinds as PEFT saves them, and its answers with `half`. Made once for each version of the script, and
 * kept beside the models.
 */
export async function peftAdapters(): Promise<{ readonly folder: string; readonly answers: readonly PeftAnswer[] }> {
  const version = createHash('sha256').update(readFileSync(SCRIPT)).digest('hex').slice(0, 16)
  const folder = join(dirname(BASE_FILE), 'test', `peft-${version}`)
  const file = join(folder, 'answers.json')
  if (!existsSync(file)) {
    const partial = `${folder}.${process.pid}.partial`
    await mkdir(partial, { recursive: true })
    const answers = await python<PeftAnswer>(['make', BASE_FILE, partial])
    await writeFile(join(partial, 'answers.json'), JSON.stringify(answers))
    // Two test files may make them at once: those of one stay.
    await rename(partial, folder).catch(() => rm(partial, { recursive: true }))
  }
  return { folder, answers: JSON.parse(await readFile(file, 'utf8')) }
}

/** Log-probabilities that PEFT gives the same answers' tokens with an adapter's folder. */
export const scoreWithPeft = (folder: string, answers: readonly PeftAnswer[]) =>
  python<number[]>(['score', BASE_FILE, folder], answers.map((line) => JSON.stringify(line)).join('\n'))

/** A store in a folder, with the real converter; where a machine cannot isolate it, it runs as the operator may choose. */
export function testStore(
  dir: string,
  baseFile: string,
  changes: Omit<Partial<AdapterStore>, 'settings'> & { readonly settings?: object } = {},
): AdapterStore {
  const settings = storeSettingsSchema.parse(changes.settings ?? {})
  return {
    dir,
    base: { id: BASE, file: baseFile, sha256: 'b'.repeat(64) },
    findRegistered: async () => undefined,
    convert: testConverter('none'),
    ...changes,
    settings,
  }
}

/** The real converter. */
export const testConverter = (isolation: 'network' | 'none') =>
  createConverter({ python: PYTHON, trainerFolder: join(ROOT, 'trainer'), isolation })

/** Imports with the test's usual options. */
export const add = (source: string, store: AdapterStore, options: { licence?: string; expected?: string } = {}) =>
  importAdapter(source, { ...options, signal: AbortSignal.timeout(60_000) }, store)

/** A copy of an adapter's folder, changed; it lies in `into`. */
export async function changedCopy(
  from: string,
  into: string,
  change: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = await mkdtemp(join(into, 'source-'))
  await cp(from, folder, { recursive: true })
  await change(folder)
  return folder
}

/** Everything below a folder with a hash of its content. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const content = entry.isFile() ? await readFile(path) : entry.name
    return [path, createHash('sha256').update(content).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(files))
}
