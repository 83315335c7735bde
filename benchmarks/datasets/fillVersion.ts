import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { textOf } from '@openledger/data/record/textOf.ts'
import { contentSecret, createContents } from '@openledger/db/contents/createContents.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { hexToBytes } from 'viem'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { sampleRecord } from './sampleRecord.ts'

/** Rows of one statement. */
const ROWS = 2_000
/** Accounts that brought the records: one half of them, one of a few, the others in equal parts. */
const CONTRIBUTORS = 50

/** What was put into the tables. */
export type FilledVersion = {
  readonly root: Hex32
  readonly commitments: readonly Hex32[]
  readonly contributors: readonly string[]
}

/**
 * Puts a version of many records into the books of a stack that is stopped, as an upload and the indexer would: contents
 * sealed, words and lengths beside them. By SQL, since registering a million records on chain takes hours.
 */
export async function fillVersion(
  context: BenchContext,
  home: string,
  datanetId: Hex32,
  count: number,
): Promise<FilledVersion> {
  const keyFile: unknown = JSON.parse(await readFile(join(home, 'keys', 'operator.json'), 'utf8'))
  const { privateKey } = z.object({ privateKey: z.string() }).parse(keyFile)
  const contents = createContents(contentSecret(hexToBytes(privateKey as `0x${string}`)))
  const { run, close } = await openDatabase({ dataDir: join(home, 'db') })
  const execute = async (text: string, ...values: string[]) => run({ name: text.slice(0, 60), text, values })
  const hash = (): Hex32 => `0x${randomBytes(32).toString('hex')}`
  const commitments = Array.from({ length: count }, hash).sort()
  const contributors = Array.from({ length: CONTRIBUTORS }, () => `0x${randomBytes(20).toString('hex')}`)
  const root = hash()
  const contributionId = hash()
  try {
    const indexes = z
      .array(z.object({ indexname: z.string(), indexdef: z.string() }))
      .parse(
        await execute(
          "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'records' AND indexname <> 'records_pkey'",
        ),
      )
    for (const { indexname } of indexes) await execute(`DROP INDEX ${indexname}`)
    await execute(
      "INSERT INTO contributions (contribution_id, datanet_id, contributor, root, count, commitments, status, block_number, log_index) VALUES ($1, $2, $3, $1, $4::int, '[]', 'checked', 1, 0)",
      contributionId,
      datanetId,
      contributors[0] ?? '',
      String(count),
    )
    for (let start = 0; start < count; start += ROWS) {
      if (start % 100_000 === 0) context.progress(`${start} of ${count} records in the tables`)
      const rows = commitments.slice(start, start + ROWS).map((commitment, i) => {
        const number = start + i
        const content = recordContentSchema.parse(sampleRecord(number))
        const text = textOf(content)
        return {
          commitment,
          index: number,
          position: number,
          contributor:
            contributors[number % 2 === 0 ? 0 : number % 50_000 === 1 ? 1 : 2 + (number % (CONTRIBUTORS - 2))],
          kind: content.kind,
          length: text.length,
          words: `{${contents.words(datanetId, text).join()}}`,
          content: contents.seal({ datanetId, commitment }, content),
          verdict: number % 20 === 0 ? 'mark' : 'accept',
        }
      })
      await execute(
        `WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given(commitment text, index int, position int, contributor text, kind text, length int, words text, content jsonb, verdict text)),
         placed AS (INSERT INTO version_records (root, commitment, position) SELECT $2, commitment, position FROM given)
         INSERT INTO records (commitment, contribution_id, datanet_id, contributor, index, record_id, content, kind, length, words, verdict, unit, registered_order)
         SELECT commitment, $3, $4, contributor, index, commitment, content, kind, length, words::bigint[], verdict, commitment, index FROM given`,
        JSON.stringify(rows),
        root,
        contributionId,
        datanetId,
      )
    }
    context.progress('indexes are made')
    for (const { indexdef } of indexes) await execute(indexdef)
    // As the indexer does with every version.
    await execute('ANALYZE records, version_records')
    const zero = `0x${'0'.repeat(64)}`
    await execute(
      'INSERT INTO versions (root, datanet_id, number, count, data_hash, previous_root, block_number) VALUES ($1, $2, 1, $3::int, $4, $4, 1)',
      root,
      datanetId,
      String(count),
      zero,
    )
    return { root, commitments, contributors }
  } finally {
    await close()
  }
}
