import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hexToBytes } from 'viem'
import { z } from 'zod'
import { keptHistograms } from '../../apps/gateway/src/versions/keptHistograms.ts'
import { textOf } from '../../packages/data/src/record/textOf.ts'
import { contentSecret, createContents } from '../../packages/db/src/contents/createContents.ts'
import { openDatabase } from '../../packages/db/src/openDatabase.ts'
import type { BenchContext } from '../lib/bench.ts'

/** Records of one statement. */
const BATCH = 5_000
const CONTRIBUTION = 1_024
const CONTRIBUTORS = 40
const WORDS = 'harbour light tide pilot buoy channel ferry anchor fog signal chart keeper rock pier lamp storm'.split(
  ' ',
)

const hash = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}` as const

/** Whose Datanet it is put into, and where its state lies. */
export type Seed = { readonly home: string; readonly datanetId: `0x${string}`; readonly records: number }

/**
 * Puts a version of so many records straight into the tables of a stopped stack, each sealed and indexed for search by
 * the gateway's own code: none was signed or is on chain, which the viewer does not ask. Every record is another one.
 *
 * @returns how long the version's histograms took to count, in ms: what the indexer does when a version is published
 */
export async function seedVersion(context: BenchContext, { home, datanetId, records }: Seed): Promise<number> {
  const { privateKey } = z
    .object({ privateKey: z.string() })
    .parse(JSON.parse(await readFile(join(home, 'keys', 'operator.json'), 'utf8')))
  const contents = createContents(contentSecret(hexToBytes(privateKey as `0x${string}`)))
  const database = await openDatabase({ dataDir: join(home, 'db') })
  const run = (name: string, text: string, ...values: string[]) => database.run({ name: `seed ${name}`, text, values })
  try {
    const root = hash(`root ${datanetId} ${records}`)
    const order = Array.from({ length: records }, (_, at) => hash(`record ${at}`)).sort()
    for (let start = 0; start < records; start += BATCH) {
      const rows = order.slice(start, start + BATCH).map((commitment, i) => {
        const position = start + i
        const content = contentOf(position)
        const text = textOf(content)
        const batch = Math.floor(position / CONTRIBUTION)
        return {
          commitment,
          contribution: hash(`contribution ${batch}`),
          contributor: hash(`contributor ${batch % CONTRIBUTORS}`).slice(0, 42),
          index: position % CONTRIBUTION,
          content: contents.seal({ datanetId, commitment }, content),
          kind: content.kind,
          length: text.length,
          language: position % 7 === 0 ? 'de' : 'en',
          words: `{${contents.words(datanetId, text).join(',')}}`,
          verdict: position % 11 === 0 ? 'mark' : 'accept',
          position,
        }
      })
      const json = JSON.stringify(rows)
      const of = `FROM jsonb_to_recordset($1::jsonb) AS r(commitment text, contribution text, contributor text, index int,
        content jsonb, kind text, length int, language text, words text, verdict text, position int)`
      await run(
        'contributions',
        `INSERT INTO contributions (contribution_id, datanet_id, contributor, root, count, commitments, status)
         SELECT DISTINCT contribution, $2, contributor, contribution, ${CONTRIBUTION}, '[]'::jsonb, 'checked' ${of} ON CONFLICT DO NOTHING`,
        json,
        datanetId,
      )
      await run(
        'records',
        `INSERT INTO records (commitment, contribution_id, datanet_id, contributor, index, record_id, content, kind, length,
           language, words, verdict, unit, registered_order)
         SELECT commitment, contribution, $2, contributor, index, commitment, content, kind, length, language,
           words::bigint[], verdict, commitment, 1000000000 + position ${of}`,
        json,
        datanetId,
      )
      await run(
        'version records',
        `INSERT INTO version_records (root, commitment, position) SELECT $2, commitment, position ${of}`,
        json,
        root,
      )
      if ((start / BATCH) % 20 === 0) context.progress(`${start + rows.length} of ${records} records`)
    }
    await run(
      'version',
      `INSERT INTO versions (root, datanet_id, number, count, data_hash, previous_root, block_number)
       SELECT $1, $2, 2, $3::int, $1, root, block_number FROM versions WHERE datanet_id = $2 AND number = 1`,
      root,
      datanetId,
      String(records),
    )
    await run('counting', 'ANALYZE records, version_records')
    const began = performance.now()
    await keptHistograms(database.db, root, { now_ms: Date.now() })
    return performance.now() - began
  } finally {
    await database.close()
  }
}

/** A record like none of the others: what it is about, and its number in words that can be searched for. */
function contentOf(position: number) {
  const word = (at: number) => WORDS[Math.floor(position / WORDS.length ** at) % WORDS.length] ?? ''
  const about = `${word(0)} ${word(1)} ${word(2)}`
  if (position % 3 === 0) {
    const text = `The ${about} of station ${position}. ${`The ${word(1)} is seen from the ${word(2)}. `.repeat(1 + (position % 9))}`
    return {
      kind: 'document',
      title: `Station ${position}`,
      text: text.trim(),
      url: `https://example.org/${position}`,
    } as const
  }
  return {
    kind: 'qa',
    prompts: [`What does the ${about} of number ${position} show?`],
    answer: `A ${word(2)}, ${position % 60} times an hour.`,
  } as const
}
