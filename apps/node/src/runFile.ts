import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Tells that the node is ready, and where: `run/node.json` { pid, url }, whole or not at all.
 *
 * @returns takes it away again.
 */
export async function writeRunFile(home: string, url: string): Promise<() => Promise<void>> {
  const file = join(home, 'run', 'node.json')
  await mkdir(join(home, 'run'), { recursive: true })
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify({ pid: process.pid, url, marker: 'main.ts' })}\n`)
  await rename(`${file}.${process.pid}`, file)
  return () => rm(file, { force: true })
}
