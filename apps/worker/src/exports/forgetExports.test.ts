import { mkdir, mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forgetExports } from './forgetExports.ts'

test('what is older than a day goes, the rest stays; without a folder there is nothing to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-exports-'))
  const now = Date.now()
  for (const [name, hours] of [
    ['old', 25],
    ['new', 23],
  ] as const) {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'model.gguf'), 'x')
    const at = new Date(now - hours * 3_600_000)
    await utimes(join(folder, name), at, at)
  }
  expect(await forgetExports(folder, now)).toEqual(['old'])
  expect(await readdir(folder)).toEqual(['new'])
  expect(await forgetExports(join(folder, 'none'), now)).toEqual([])
})
