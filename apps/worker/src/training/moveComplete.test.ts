import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isComplete, moveComplete } from './moveComplete.ts'

let folder: string
const at = (name: string) => join(folder, name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-adapters-'))
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

/** A folder as the trainer leaves it: `by` says which job it was. */
async function trained(name: string, by: string): Promise<string> {
  await mkdir(at(name), { recursive: true })
  await writeFile(join(at(name), 'adapter.gguf'), by)
  await writeFile(join(at(name), 'result.json'), '{}')
  return at(name)
}

test('moves the folder when nothing is there', async () => {
  await moveComplete(await trained('a.partial', 'a'), at('final'))
  expect(await isComplete(at('final'))).toBe(true)
  expect(await readdir(folder)).toEqual(['final'])
})

test('what a killed training left makes way', async () => {
  await mkdir(at('final'))
  await writeFile(join(at('final'), 'training-log.jsonl'), 'half')
  expect(await isComplete(at('final'))).toBe(false)
  await moveComplete(await trained('a.partial', 'a'), at('final'))
  expect(await readdir(at('final'))).toEqual(['adapter.gguf', 'result.json'])
})

test('of many jobs with the same inputs one puts its files there, and nobody fails', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const folders = await Promise.all(names.map((name) => trained(`${name}.partial`, name)))
  await Promise.all(folders.map((from) => moveComplete(from, at('final'))))
  expect(await isComplete(at('final'))).toBe(true)
  expect(names).toContain(await readFile(join(at('final'), 'adapter.gguf'), 'utf8'))
})

test('a folder that is missing is an error', async () => {
  await expect(moveComplete(at('none'), at('final'))).rejects.toThrow('ENOENT')
})
