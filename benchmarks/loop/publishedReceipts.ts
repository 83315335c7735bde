import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const manifestSchema = z.object({
  kind: z.literal('openledger.epoch'),
  previousData: hash.nullable(),
  trees: z.object({ receipts: z.object({ chunks: z.array(hash) }) }),
})
const leafSchema = z.object({
  receipt: z.object({
    callId: hash,
    channelId: hash,
    sequence: z.string().transform(BigInt),
    cumulativeBefore: z.string().transform(BigInt),
    cumulativeAfter: z.string().transform(BigInt),
  }),
})
export type PublishedReceipt = z.output<typeof leafSchema>['receipt']

/**
 * The receipts of an epoch and of all before it, oldest epoch first, as they were published.
 * @param folder the published data
 * @param commitment address of the newest epoch's manifest
 */
export async function publishedReceipts(folder: string, commitment: string): Promise<PublishedReceipt[]> {
  const read = async (address: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, address.slice(2, 4), address.slice(4)), 'utf8'))
  const manifest = manifestSchema.parse(await read(commitment))
  const earlier = manifest.previousData === null ? [] : await publishedReceipts(folder, manifest.previousData)
  const chunks = await Promise.all(manifest.trees.receipts.chunks.map(read))
  return [
    ...earlier,
    ...chunks.flatMap((chunk) =>
      z
        .array(leafSchema)
        .parse(chunk)
        .map((leaf) => leaf.receipt),
    ),
  ]
}

/**
 * What is wrong with the receipts of all epochs together, in words; undefined when nothing is: each call is billed once,
 * every channel's receipts are numbered without a gap, each starting at the sum where the one before ended, and every
 * answered call is among them.
 */
export function faultOfReceipts(
  receipts: readonly PublishedReceipt[],
  answered: readonly string[],
): string | undefined {
  const billed = new Set(receipts.map((receipt) => receipt.callId))
  if (billed.size !== receipts.length) return 'a call was billed twice'
  const lost = answered.find((callId) => !billed.has(callId))
  if (lost !== undefined) return `call ${lost} was answered and never billed`
  const last = new Map<string, PublishedReceipt>()
  for (const receipt of receipts) {
    const before = last.get(receipt.channelId)
    if (receipt.sequence !== (before?.sequence ?? 0n) + 1n)
      return `sequence ${receipt.sequence} follows ${before?.sequence}`
    if (receipt.cumulativeBefore !== (before?.cumulativeAfter ?? 0n))
      return `receipt ${receipt.callId} starts at a wrong sum`
    last.set(receipt.channelId, receipt)
  }
  return undefined
}
