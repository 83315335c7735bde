import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const numbered = (at: number) => `0x${at.toString(16).padStart(64, '0')}` as const

/** What a training of the example is bound to; nothing is on a chain here. */
export const binding = { versionRoots: [numbered(9_001)], grant: numbered(9_002) }

/** Writes some records of the medical coding example as the trainer reads them. */
export async function writeExampleRecords(root: string, file: string, count: number): Promise<void> {
  const example = join(root, 'examples', 'medical-coding', 'contributions', 'injuries.jsonl')
  const contents = (await readFile(example, 'utf8')).trimEnd().split('\n').slice(0, count)
  const lines = contents.map((content, at) => ({
    commitment: numbered(at + 1),
    recordId: numbered(at + 1_001),
    contributor: `0x${'11'.repeat(20)}`,
    datanetId: numbered(1),
    content: JSON.parse(content) as unknown,
  }))
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
