import { createHash } from 'node:crypto'
import { croissant } from '@openledger/data/card/croissant.ts'
import { datasetCard } from '@openledger/data/card/datasetCard.ts'
import type { VersionFacts } from '@openledger/data/card/versionFacts.ts'
import type { ExportRow } from '@openledger/data/export/exportRow.ts'
import { writeParquet } from '@openledger/data/export/writeParquet.ts'
import { writeZip } from '@openledger/data/export/writeZip.ts'

/** The Parquet file in the folder, as the Hub names the only file of a split. */
const DATA = 'data/train-00000-of-00001.parquet'

/**
 * A version as a Hugging Face dataset folder in a zip: the card, the records, and the Croissant description, which comes
 * last since it has the hash of the records.
 */
export function exportFolder(facts: VersionFacts, batches: AsyncIterable<readonly ExportRow[]>) {
  const sha256 = createHash('sha256')
  const encoder = new TextEncoder()
  async function* hashed() {
    for await (const bytes of writeParquet(batches, facts)) {
      sha256.update(bytes)
      yield bytes
    }
  }
  function* description() {
    const file = { contentUrl: DATA, sha256: sha256.digest('hex') }
    yield encoder.encode(`${JSON.stringify(croissant(facts, file), null, 2)}\n`)
  }
  return writeZip([
    { name: 'README.md', bytes: [encoder.encode(datasetCard(facts))] },
    { name: DATA, bytes: hashed() },
    { name: 'croissant.json', bytes: description() },
  ])
}
