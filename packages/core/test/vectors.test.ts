import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeVectors } from './vectors.ts'

test('the committed golden vectors are what this code makes', async () => {
  for (const [name, text] of Object.entries(await makeVectors())) {
    expect(await readFile(new URL(`../../../contracts/test/vectors/${name}`, import.meta.url), 'utf8'), name).toBe(text)
  }
})
