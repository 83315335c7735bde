import { type Contribution, contributionRecordsMax } from '@openledger/core/api/contributions.ts'
import type { ParseRequest, Upload } from '@openledger/core/api/uploads.ts'
import { uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { passes, registerContribution } from './contribute.ts'
import type { ContributionStore } from './contributionStore.ts'
import type { OpenLedger } from './createOpenLedger.ts'
import { sdkErrors } from './errors.ts'
import { type ContributionSigner, prepareContribution } from './prepareContribution.ts'

type Content = Readonly<Record<string, unknown>>

/** A file to contribute, with the parser that reads it here. */
export type FileToBring = {
  readonly blob: Blob
  /** SHA-256 of its bytes, 64 hex digits. */
  readonly sha256: string
  /** How the gateway is to read it: as `contents` does. */
  readonly parse: ParseRequest
  /** SPDX expression of the licence that it is under, e.g. CC-BY-4.0. */
  readonly licence?: string | undefined
  /** Reads the file from its beginning: the content of each record, always the same ones in the same order. */
  readonly contents: () => AsyncIterable<Content>
}

/** How far a file is. */
export type BringProgress =
  | { readonly stage: 'registering'; readonly records: number; readonly batches: number }
  | { readonly stage: 'uploading'; readonly bytes: number; readonly of: number }
  | { readonly stage: 'reading' }
  | { readonly stage: 'opening'; readonly batches: number; readonly of: number }

/** A file that was brought: its contributions in order, each with the place of its first record in the file. */
export type BroughtFile = {
  readonly contributions: readonly { readonly first: number; readonly contribution: Contribution }[]
}

type Batch = {
  readonly first: number
  readonly contributionId: Hex32
  readonly salts: readonly Hex32[]
  readonly contribution: Contribution
}

/** Between looks at a file that is being read, ms. */
const LOOK_MS = 500

/**
 * Contributes a whole file: its records are signed in batches of at most 1,024 and committed on chain; then, not before,
 * the file is uploaded in parts; the gateway reads it again and each batch is opened by its salts alone, which fails if
 * the gateway read anything else than was committed. The store has every salt before anything is sent, and every step
 * may be repeated: the same call after a crash, a cut or a reload goes on where it stopped and brings nothing twice.
 *
 * @param options.signal stops between two steps; what is done stays
 * @param options.patienceMs how long a gateway that does not answer is waited for, each time
 * @throws the gateway's errors, among them UPLOAD_DIFFERS and the DATA_* that it refused the file for; SDK_PARSE_CHANGED
 */
export async function bringFile(
  ledger: OpenLedger,
  request: {
    readonly datanetId: Hex32
    readonly account: ContributionSigner
    readonly store: ContributionStore
    readonly file: FileToBring
  },
  options: {
    readonly signal?: AbortSignal
    readonly patienceMs?: number
    readonly onProgress?: (progress: BringProgress) => void
  } = {},
): Promise<BroughtFile> {
  const { signal, onProgress } = options
  const patiently = <T>(step: () => Promise<T>) => untilAnswered(step, options.patienceMs ?? 600_000, signal)
  const batches = await registerAll(ledger, request, options)
  const waiting = batches.filter(({ contribution }) => contribution.status !== 'checked')
  if (waiting.length === 0) return { contributions: batches }

  const { datanetId, file } = request
  const { sha256, parse, blob, licence } = file
  const announced = await patiently(() => ledger.createUpload({ datanetId, sha256, bytes: blob.size, parse }))
  const { uploadId } = await deliver(ledger, announced, blob, { patiently, onProgress })
  const opened = new Map<number, Contribution>()
  for (const { first, contributionId, salts } of waiting) {
    onProgress?.({ stage: 'opening', batches: opened.size, of: waiting.length })
    // With the last one the gateway forgets the file: a client that dies here leaves nothing behind.
    const under = licence === undefined ? {} : { licence }
    const opening = { first, salts, ...under, last: opened.size === waiting.length - 1 }
    opened.set(first, await patiently(() => open(ledger, uploadId, contributionId, opening)))
  }
  onProgress?.({ stage: 'opening', batches: opened.size, of: waiting.length })
  return {
    contributions: batches.map(({ first, contribution }) => ({
      first,
      contribution: opened.get(first) ?? contribution,
    })),
  }
}

/** Signs and registers batch after batch as the file is read; a batch that the store has is the one that goes on. */
async function registerAll(
  ledger: OpenLedger,
  { datanetId, account, store, file }: Parameters<typeof bringFile>[1],
  { signal, patienceMs, onProgress }: NonNullable<Parameters<typeof bringFile>[2]>,
): Promise<Batch[]> {
  const { info } = ledger
  const batches: Batch[] = []
  let records = 0
  const register = async (contents: readonly Content[]) => {
    signal?.throwIfAborted()
    const parse = JSON.parse(JSON.stringify(file.parse))
    const key = canonicalHash([info.chainId, datanetId, toAddress(account.address), file.sha256, parse, batches.length])
    const kept = await store.get(key)
    if (kept !== undefined && !sameRecords(kept.records, contents)) {
      throw new OpenLedgerError(
        sdkErrors.SDK_PARSE_CHANGED,
        `Batch ${batches.length + 1} was signed with other records.`,
      )
    }
    const prepare = async (salts?: readonly Hex32[]) => {
      const more = salts === undefined ? {} : { salts }
      const prepared = await prepareContribution({ info, datanetId, account, contents, ...more })
      await store.put(key, prepared)
      return prepared
    }
    const prepared = kept ?? (await prepare())
    const salts = prepared.records.map(({ salt }) => salt)
    const contribution = await registerContribution(ledger, prepared, {
      timeoutMs: patienceMs ?? 600_000,
      renew: () => prepare(salts),
      ...(signal === undefined ? {} : { signal }),
    })
    batches.push({ first: records, contributionId: prepared.contributionId, salts, contribution })
    records += contents.length
    onProgress?.({ stage: 'registering', records, batches: batches.length })
  }
  let pending: Content[] = []
  for await (const content of file.contents()) {
    pending.push(content)
    if (pending.length < contributionRecordsMax) continue
    await register(pending)
    pending = []
  }
  if (pending.length > 0) await register(pending)
  return batches
}

function sameRecords(kept: readonly { readonly recordId: Hex32 }[], contents: readonly Content[]): boolean {
  return kept.length === contents.length && contents.every((content, at) => recordId(content) === kept[at]?.recordId)
}

/** Opens a batch. Asked again after the answer to the last one was lost, the upload is gone and the batch is open. */
async function open(
  ledger: OpenLedger,
  uploadId: string,
  contributionId: Hex32,
  opening: {
    readonly first: number
    readonly salts: readonly Hex32[]
    readonly licence?: string
    readonly last: boolean
  },
): Promise<Contribution> {
  try {
    return await ledger.openUploaded(uploadId, contributionId, opening)
  } catch (error) {
    if (OpenLedgerError.find(error)?.code !== 'UPLOAD_NOT_FOUND') throw error
    const state = await ledger.getContribution(contributionId)
    if (state.status === 'checked') return state
    throw error
  }
}

/** Sends the parts that are missing and waits until the file is read. */
async function deliver(
  ledger: OpenLedger,
  announced: Upload,
  blob: Blob,
  means: {
    readonly patiently: <T>(step: () => Promise<T>) => Promise<T>
    readonly onProgress: ((progress: BringProgress) => void) | undefined
  },
): Promise<Upload> {
  const { patiently, onProgress } = means
  const { uploadId } = announced
  let state = announced
  if (state.status === 'receiving') {
    const here = new Set(state.parts)
    for (let part = 0; part * uploadPartBytes < blob.size; part += 1) {
      const end = Math.min(blob.size, (part + 1) * uploadPartBytes)
      if (!here.has(part)) {
        const bytes = new Uint8Array(await blob.slice(part * uploadPartBytes, end).arrayBuffer())
        await patiently(() => ledger.putUploadPart(uploadId, part, bytes))
      }
      onProgress?.({ stage: 'uploading', bytes: end, of: blob.size })
    }
  }
  onProgress?.({ stage: 'reading' })
  for (let look = 0; state.status === 'receiving' || state.status === 'parsing'; look += 1) {
    // Also when it is being read: a gateway that was started anew meanwhile begins again.
    state = await patiently(() => (look % 20 === 0 ? ledger.completeUpload(uploadId) : ledger.getUpload(uploadId)))
    if (state.status === 'parsing') await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  if (state.status === 'refused') {
    const { code, reason } = state
    await patiently(() => ledger.deleteUpload(uploadId))
    const refused = {
      code: code ?? 'UPLOAD_REFUSED',
      status: 400,
      type: 'invalid_request_error',
      hint: REFUSED_HINT,
    } as const
    throw new OpenLedgerError(refused, reason ?? 'The gateway could not read the file.')
  }
  return state
}

const REFUSED_HINT = 'Read the reason, and contribute the file in another form; what was committed stays unopened.'

async function untilAnswered<T>(step: () => Promise<T>, patienceMs: number, signal?: AbortSignal): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (let wait = 200; ; wait = Math.min(5_000, wait * 2)) {
    signal?.throwIfAborted()
    try {
      return await step()
    } catch (error) {
      const trouble = OpenLedgerError.find(error)
      if (trouble === undefined || !passes(trouble) || Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}
