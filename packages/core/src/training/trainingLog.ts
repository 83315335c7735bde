import { encodeAbiParameters } from 'viem'
import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { canonicalHash } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { type TrainedRecord, trainedRecordLeaf } from '../leaves/trainedRecordLeaf.ts'
import { plainRoot } from '../merkle/plainTree.ts'
import { hashHex } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'

/**
 * One step of a training. `records`: commitments in the batch, one for each use; loss and gradient
 * norm × 10^6, learning rate × 10^9; `hash` is keccak of the canonical line without `hash`,
 * `previous` the last line's hash, the first line's the manifest's.
 */
export const trainingLogLineSchema = z.strictObject({
  step: z.int().min(0),
  records: z.array(hex32Schema),
  lossMicro: z.int(),
  lrNano: z.int().min(0),
  gradNormMicro: z.int().min(0),
  tokens: z.int().min(0),
  previous: hex32Schema,
  hash: hex32Schema,
})
export type TrainingLogLine = z.output<typeof trainingLogLineSchema>

/** A checked log: `head` is the last line's hash, the manifest's for an empty log. */
export type TrainingLog = { readonly lines: readonly TrainingLogLine[]; readonly head: Hex32 }

/**
 * Reads training-log.jsonl strictly (canonical lines, each ended by a line feed) and follows its chain.
 * @param manifestHash keccak of the canonical manifest
 * @throws TRAINING_LOG_MALFORMED, TRAINING_LOG_BROKEN; details name the line, from 1
 */
export function parseTrainingLog(bytes: Uint8Array, manifestHash: Hex32): TrainingLog {
  const pieces = splitLines(bytes)
  const lines: TrainingLogLine[] = []
  let head = manifestHash
  for (const [i, piece] of pieces.entries()) {
    const details = { line: i + 1 }
    let line: TrainingLogLine
    try {
      line = parseCanonical(trainingLogLineSchema, piece, `training log line ${i + 1}`)
    } catch (cause) {
      const why = OpenLedgerError.find(cause)?.message ?? 'unreadable'
      throw new OpenLedgerError(coreErrors.TRAINING_LOG_MALFORMED, why, { cause, details })
    }
    const { hash, ...body } = line
    const broken = (why: string) =>
      new OpenLedgerError(coreErrors.TRAINING_LOG_BROKEN, `Training log line ${i + 1}: ${why}.`, { details })
    if (line.previous !== head) throw broken(`previous is ${line.previous}, the chain's head ${head}`)
    if (canonicalHash(body) !== hash) throw broken('its hash is not that of its content')
    const before = lines.at(-1)
    if (before !== undefined && line.step <= before.step) throw broken(`step ${line.step} follows step ${before.step}`)
    head = hash
    lines.push(line)
  }
  return { lines, head }
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length > 0 && bytes.at(-1) !== 0x0a) {
    throw new OpenLedgerError(
      coreErrors.TRAINING_LOG_MALFORMED,
      'The training log does not end with a line feed: it was cut off.',
    )
  }
  const pieces: Uint8Array[] = []
  let start = 0
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    pieces.push(bytes.subarray(start, end))
    start = end + 1
  }
  return pieces
}

/** Uses of each record that the log shows, by commitment. */
export function trainedRecords(log: TrainingLog): Map<Hex32, number> {
  const uses = new Map<Hex32, number>()
  for (const line of log.lines) for (const record of line.records) uses.set(record, (uses.get(record) ?? 0) + 1)
  return uses
}

/** Leaves of the trained-records tree, ascending commitment. */
export function trainedRecordLeaves(log: TrainingLog): TrainedRecord[] {
  return [...trainedRecords(log)]
    .map(([commitment, uses]) => ({ commitment, uses }))
    .sort((a, b) => (a.commitment < b.commitment ? -1 : 1))
}

/** What registration binds a log by: keccak(abi.encode(head, root of the trained-records tree)). */
export function logRoot(log: TrainingLog): Hex32 {
  const root = plainRoot(trainedRecordLeaves(log).map((leaf) => trainedRecordLeaf(leaf)))
  return hashHex(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [log.head, root]))
}
