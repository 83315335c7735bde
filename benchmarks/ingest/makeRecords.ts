import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import { z } from 'zod'
import { seededRandom } from '../lib/seededRandom.ts'

const licencesSchema = z.record(z.string(), z.looseObject({ licenseText: z.string() }))
/** Most characters of a record's content. */
const LENGTH = 512

/**
 * Records of at most 512 characters as JSON lines, the same for every run: 7 of 10 questions, 3 documents, in the words of
 * the licences that every checkout has, each word drawn from those that follow the one before it there. Of 100 records 2
 * are copies of an earlier one, 2 are copies with a word changed, 1 holds personal data, 1 a password.
 */
export async function makeRecords(root: string, count: number): Promise<string> {
  const file = join(root, 'benchmarks', '.cache', 'ingest', `records-${count}.jsonl`)
  if (existsSync(file)) return file
  const random = seededRandom(20)
  const draw = (n: number) => Math.floor(random() * n)
  const followers = await readFollowers(root)
  const starts = [...followers.keys()]
  const say = (words: number, most: number) => {
    let word = starts[draw(starts.length)] ?? ''
    const said = [word]
    while (said.length < words) {
      const next = followers.get(word)
      word = next?.[draw(next.length)] ?? starts[draw(starts.length)] ?? ''
      said.push(word)
    }
    const text = said.join(' ')
    return text.length <= most ? text : text.slice(0, text.lastIndexOf(' ', most))
  }
  const made: RecordContent[] = []
  for (let n = 0; n < count; n += 1) {
    const kind = draw(100)
    const earlier = made[draw(Math.max(1, made.length))]
    if (kind < 4 && earlier !== undefined) {
      made.push(kind < 2 ? earlier : changed(earlier, draw))
      continue
    }
    const more = kind === 4 ? ' Write to jana.novakova@posta.cz.' : kind === 5 ? ' The password is tR0ub4dor&3x.' : ''
    made.push(
      draw(10) < 7
        ? {
            kind: 'qa',
            prompts: [`${say(8 + draw(8), 120)}?`, `${say(8 + draw(6), 100)}?`],
            answer: `${say(10 + draw(25), 240)}.${more}`,
          }
        : {
            kind: 'document',
            title: say(4, 60),
            text: `${say(40 + draw(30), 380)}.${more}`,
            url: `https://example.org/${n}`,
          },
    )
  }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.part`, made.map((content) => `${JSON.stringify(content)}\n`).join(''))
  await rename(`${file}.part`, file)
  const long = made.find((content) => textOf(content).length > LENGTH)
  if (long !== undefined) throw new Error(`a record has ${textOf(long).length} characters`)
  return file
}

/** The file's bytes as a stream. */
export const readRecords = (file: string): AsyncIterable<Uint8Array> => createReadStream(file)

function textOf(content: RecordContent): string {
  return content.kind === 'qa' ? [...content.prompts, content.answer].join('') : content.title + content.text
}

function changed(content: RecordContent, draw: (n: number) => number): RecordContent {
  const put = (text: string) => {
    const words = text.split(' ')
    words[draw(words.length)] = 'notice'
    return words.join(' ').slice(0, text.length)
  }
  return content.kind === 'qa' ? { ...content, answer: put(content.answer) } : { ...content, text: put(content.text) }
}

/** Which words follow a word in the licences of npm `spdx-license-list`, with repeats. */
async function readFollowers(root: string): Promise<Map<string, string[]>> {
  const file = join(root, 'node_modules', 'spdx-license-list', 'spdx-full.json')
  const licences = licencesSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  const followers = new Map<string, string[]>()
  for (const { licenseText } of Object.values(licences)) {
    const words = licenseText.normalize('NFC').match(/\p{L}[\p{L}'’-]*\p{L}/gu) ?? []
    for (const [at, word] of words.entries()) {
      const next = words[at + 1]
      if (next === undefined) continue
      const list = followers.get(word)
      if (list === undefined) followers.set(word, [next])
      else if (list.length < 400) list.push(next)
    }
  }
  return followers
}
