import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { expect, test } from 'vitest'
import { createWeightsFolder } from './weightsFolder.ts'

test('weights come back as they were kept, from another process too; a damaged file is no empty list', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'openledger-weights-')), 'deep')
  const request = hashText('request')
  expect(await createWeightsFolder(folder).get(request)).toBeUndefined()
  await createWeightsFolder(folder).put(request, [10n ** 18n, 0n])
  expect(await createWeightsFolder(folder).get(request)).toEqual([10n ** 18n, 0n])
  await writeFile(join(folder, `${request}.json`), '[1')
  await expect(createWeightsFolder(folder).get(request)).rejects.toThrow()
})
