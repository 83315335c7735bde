import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { EpochLeaves } from '@openledger/core/epoch/epochTrees.ts'
import type { RecordFacts } from '@openledger/core/faults/faultFacts.ts'
import { loadRecordFacts, type RecordReader } from '@openledger/core/faults/loadRecordFacts.ts'
import { epochRuns } from '@openledger/core/faults/proofs/epochRuns.ts'
import { recordOrigin } from '@openledger/core/faults/proofs/recordOrigin.ts'
import type { Published } from '@openledger/core/verify/loadPublished.ts'
import { type AbiParameter, encodeAbiParameters, type Hex } from 'viem'
import { originsAbi } from '../abi/origins.ts'
import { type DemandedTree, encodeChunk } from './encodeChunk.ts'

/** What an epoch's demands are answered from. */
export type AnswerSource = {
  /** As posted. */
  readonly epoch: Epoch
  readonly published: Pick<Published, 'leaves' | 'versions' | 'logs'>
  readonly reader: RecordReader
  /** Block of the post, or a later one. */
  readonly block: bigint
}

/** Encodes the answer to a demand for a chunk. */
export type AnswerEncoder = (tree: DemandedTree, chunk: number, size: number) => Promise<Hex>

/**
 * Encodes answers to demands of one epoch: a chunk of a tree, the signatures of a chunk of the receipts, or where an
 * attribution's record comes from. What it reads for that it reads once.
 * @returns takes the chunk, counted from 0, and the size of a full one (`IDataDemands.chunkSizeOf`); throws RangeError when
 * there is no such chunk, or what is published does not show the record, and what the reader throws
 */
export function createAnswerEncoder({ epoch, published, reader, block }: AnswerSource): AnswerEncoder {
  const { leaves } = published
  let facts: Promise<RecordFacts> | undefined
  const load = () => {
    const receipts = leaves.receipts.map(({ receipt }) => receipt)
    return loadRecordFacts(reader, receipts, [published], block)
  }
  return async (tree, chunk, size) => {
    if (tree === 'signatures') return encodeSignatures(epoch, leaves, chunk, size)
    if (tree !== 'records') return encodeChunk({ epoch, leaves }, tree, chunk, size)
    facts ??= load()
    return encodeOrigin(await facts, epoch, leaves, chunk)
  }
}

/** `SignedRun` of a chunk. @throws RangeError when there is no such chunk */
function encodeSignatures(epoch: Epoch, leaves: EpochLeaves, chunk: number, size: number): Hex {
  const first = chunk * size
  const signatures = leaves.receipts.slice(first, first + size).map(({ signature }) => signature)
  if (signatures.length === 0) throw new RangeError(`The signatures have no chunk ${chunk}.`)
  const receipts = epochRuns({ epoch, leaves }).receipts([first, signatures.length])
  return encodeAbiParameters([shownParameter('requireSignedRun')], [{ receipts, signatures }])
}

/** `RecordOrigin` of an attribution. @throws RangeError when what is published does not show it */
function encodeOrigin(facts: RecordFacts, epoch: Epoch, leaves: EpochLeaves, leaf: number): Hex {
  return encodeAbiParameters([shownParameter('requireRecordOrigin')], [recordOrigin(facts, { epoch, leaves }, leaf)])
}

/** ABI type of what one of `Origins`' functions takes beside the epoch. */
export function shownParameter(name: 'requireSignedRun' | 'requireRecordOrigin'): AbiParameter {
  const item = originsAbi.find((entry) => entry.type === 'function' && entry.name === name)
  const shown = item !== undefined && 'inputs' in item ? item.inputs[1] : undefined
  if (shown === undefined) throw new TypeError(`Origins has no function ${name} of two arguments.`)
  return shown
}
