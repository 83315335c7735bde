import type { Hex32 } from '../primitives/hex.ts'
import type { ChainReader } from '../verify/chainReader.ts'
import type { EvidenceLeaves, FaultFacts } from './faultFacts.ts'
import { placedVersions } from './proofs/recordRuns.ts'
import { type ShownPlace, type ShownRecord, shownKey } from './shownRecord.ts'

/**
 * Adds to the facts whose the records are that were shown on chain.
 * @param places as the contract checked them
 * @param block of the epoch's post
 * @throws what the reader throws when the chain can't be read
 */
export async function withShown(
  reader: Pick<ChainReader, 'version' | 'datanet'>,
  facts: FaultFacts,
  { receipts }: Pick<EvidenceLeaves, 'receipts'>,
  places: readonly ShownPlace[],
  block: bigint,
): Promise<FaultFacts> {
  const byCall = new Map(receipts.map(({ receipt }) => [receipt.callId, receipt]))
  const shown = new Map<string, ShownRecord>()
  const datanets = new Map(facts.datanets)
  for (const { callId, commitment, place } of places) {
    const receipt = byCall.get(callId)
    const root: Hex32 | undefined = receipt && placedVersions(facts.models, receipt)[place.absent.length]
    const datanetId = root && (await reader.version(root))?.datanetId
    const contributor = place.present.leaves[0]?.contributor
    if (datanetId === undefined || contributor === undefined) continue
    shown.set(shownKey(callId, commitment), { place, contributor, datanetId })
    const datanet = datanets.has(datanetId) ? undefined : await reader.datanet(datanetId, block)
    if (datanet !== undefined) datanets.set(datanetId, datanet)
  }
  return { ...facts, datanets, shown }
}
