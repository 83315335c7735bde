import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LlamaOptions } from '../src/llamacpp/llamaOptions.ts'

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url))
const MODELS = process.env['OPENLEDGER_MODELS'] ?? fileURLToPath(new URL('../../../.models/', import.meta.url))

/** A model file of the set-up; fails with what to do when it's missing. */
export function modelFile(name: string): string {
  const path = join(MODELS, name)
  if (!existsSync(path)) throw new Error(`${path} is missing: run the set-up, or set OPENLEDGER_MODELS`)
  return path
}

export const BASE = 'smollm2-135m'
export const EMBEDDER = 'minilm-l6-v2'

/** Small and slow enough to share the machine with other tests. */
export const testOptions = (): LlamaOptions => ({
  base: { id: BASE, path: modelFile('smollm2-135m-instruct-q4_1.gguf') },
  embedder: { id: EMBEDDER, path: modelFile('minilm-l6-v2.gguf') },
  contextSize: 1024,
  sequences: 2,
  threads: 1,
  gpu: 'off',
})

/** The random adapter of make_adapter_fixture.py. */
export function fixtureAdapter(scale = 1) {
  const path = join(FIXTURES, 'adapter.gguf')
  return { id: createHash('sha256').update(readFileSync(path)).digest('hex'), path, scale }
}

/** The lines of a fixture, as JSON. */
export function fixtureLines<T>(name: string): T[] {
  const text = readFileSync(join(FIXTURES, name), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line): T => JSON.parse(line))
}
