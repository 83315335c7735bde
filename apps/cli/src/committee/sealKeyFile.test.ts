import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureSealKey } from './sealKeyFile.ts'

test('the key is drawn once, by whichever process, and only its owner reads it', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'openledger-seal-')), 'ann')
  const [first, second] = await Promise.all([ensureSealKey(folder), ensureSealKey(folder)])
  expect(second).toEqual(first)
  expect((await stat(first.file)).mode & 0o077).toBe(0)
})
