/** Writes the golden vectors that Solidity's tests read: `node packages/core/test/makeVectors.ts`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { makeVectors } from './vectors.ts'

const folder = new URL('../../../contracts/test/vectors/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of Object.entries(await makeVectors())) {
  await writeFile(new URL(name, folder), text)
  process.stdout.write(`${name}: ${text.length} bytes\n`)
}
