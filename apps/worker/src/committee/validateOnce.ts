import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { advanceRequest } from '@openledger/chain/committee/advanceRequest.ts'
import { type MemberStep, memberStep, type WeightsStore } from '@openledger/chain/committee/memberStep.ts'
import { type CommitteeRequest, openRequests } from '@openledger/chain/committee/openRequests.ts'
import type { Publisher } from '@openledger/chain/publisher/createPublisher.ts'
import { type CallContent, readCallContent } from '@openledger/core/committee/callContent.ts'
import { postedOf, weightsFor } from '@openledger/core/committee/committeeWeights.ts'
import { openHandOver } from '@openledger/core/committee/handOver.ts'
import type { SealKey } from '@openledger/core/committee/sealBox.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { loadManifest, loadPublished, type Published } from '@openledger/core/verify/loadPublished.ts'
import type { LocalAccount } from 'viem'
import { workerErrors } from '../errors.ts'
import { type ReexecuteDeps, reexecuteCall } from './reexecuteCall.ts'

/** A validator: its keys, what it executes with, and from where it reads. */
export type ValidatorDeps = ReexecuteDeps & {
  readonly chain: Chain
  readonly publisher: Publisher
  readonly account: LocalAccount
  readonly sealKey: SealKey
  /** Where data is published. */
  readonly store: Pick<DataStore, 'get'>
  readonly weights: WeightsStore
  readonly signal: AbortSignal
  readonly reached?: (point: string) => void
}

/** What a look at one request found or did. */
export type ValidatorReport = {
  readonly requestId: Hex32
  readonly callId: Hex32
  readonly stage: CommitteeRequest['stage']
  readonly member: boolean
  readonly step: MemberStep
  /** Drawn or ended by this validator. */
  readonly advanced: boolean
}

/**
 * Looks at every open request once: draws what can be drawn, does this member's next step, ends what has come to its
 * end. Killed anywhere, the next look goes on.
 * @throws CHAIN_*, COMMITTEE_*, TRAINER_*, ENGINE_*; VERIFY_BLOB_* when an epoch's data can't be read
 */
export async function validateOnce(deps: ValidatorDeps): Promise<readonly ValidatorReport[]> {
  const { chain, publisher, account } = deps
  const self = toAddress(account.address)
  const reports: ValidatorReport[] = []
  for (const request of await openRequests(chain)) {
    const { requestId, callId, stage, operator, number } = request
    const member = request.members.includes(self)
    const step = await memberStep({ ...deps, store: deps.weights, weigh: (each) => weigh(deps, each) }, request)
    const epoch = stage === 'given' ? await loadEpoch(deps, operator, number) : undefined
    const posted = epoch === undefined ? [] : postedOf(epoch.published.leaves.attributions, callId)
    const weights = posted.map(({ weight }) => weight)
    const advanced = await advanceRequest({ chain, publisher }, request, weights)
    reports.push({ requestId, callId, stage, member, step, advanced })
  }
  return reports
}

/** Codes of content that was handed over and can't be read, or is not the receipt's. */
const UNREADABLE: ReadonlySet<string> = new Set([
  coreErrors.SEAL_BROKEN.code,
  coreErrors.CONTENT_WRONG.code,
  coreErrors.CORE_JSON_NOT_CANONICAL.code,
  coreErrors.CORE_JSON_INVALID.code,
  coreErrors.CORE_INPUT_INVALID.code,
])

/** One weight for each posted attribution; none if the content can't be read. */
async function weigh(deps: ValidatorDeps, request: CommitteeRequest): Promise<readonly bigint[]> {
  const { callId, operator, number, requestId } = request
  const epoch = await loadEpoch(deps, operator, number)
  const receipt = epoch?.published.leaves.receipts.find((each) => each.receipt.callId === callId)?.receipt
  if (epoch === undefined || receipt === undefined)
    throw new OpenLedgerError(
      workerErrors.COMMITTEE_MODEL_UNKNOWN,
      `Epoch ${number} of ${operator} has no call ${callId}.`,
    )
  const content = await readContent(deps, request, receipt)
  if (content === undefined) return []
  const { published, block } = epoch
  const computed = await reexecuteCall(deps, { content, receipt, published, block, signal: deps.signal })
  deps.logger.info({ requestId, callId, entries: computed.length }, 'attribution executed again')
  return weightsFor(postedOf(published.leaves.attributions, callId), computed)
}

async function readContent(
  deps: ValidatorDeps,
  request: CommitteeRequest,
  receipt: Receipt,
): Promise<CallContent | undefined> {
  const { requestId, contentHash } = request
  const self = toAddress(deps.account.address)
  const blob = await fetchBlob(deps, request)
  if (blob === undefined || hashBytes(blob) !== contentHash) return undefined
  try {
    const opened = await openHandOver(blob, requestId, self, deps.sealKey)
    return opened === undefined ? undefined : readCallContent(opened, receipt, deps.chain.chainId)
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined || !UNREADABLE.has(known.code)) throw error
    deps.logger.warn({ requestId, code: known.code }, 'the content of a call can not be read')
    return undefined
  }
}

/** Fetched late it is as good as never: in the last quarter of the step a missing blob counts as refused. */
async function fetchBlob(deps: ValidatorDeps, request: CommitteeRequest): Promise<Uint8Array | undefined> {
  try {
    return await deps.store.get(request.contentHash)
  } catch (error) {
    if (OpenLedgerError.find(error)?.code !== coreErrors.DATA_NOT_FOUND.code) throw error
    const step = await deps.chain.committee.read.stepWindow()
    const now = (await deps.chain.client.getBlock()).timestamp
    if (now < request.deadline - step / 4n) throw error
    return undefined
  }
}

type LoadedEpoch = { readonly published: Published; readonly block: bigint }

async function loadEpoch(deps: ValidatorDeps, operator: Address, number: bigint): Promise<LoadedEpoch | undefined> {
  const { chainReader, store } = deps
  const posted = await chainReader.postedEpoch(operator, number)
  if (posted === undefined) return undefined
  const before = number === 1n ? undefined : await chainReader.postedEpoch(operator, number - 1n)
  const reading: DataStore = {
    get: store.get,
    put: () => Promise.reject(new RangeError('A validator publishes nothing.')),
  }
  const manifest = await loadManifest(reading, posted.epoch, {
    chainId: chainReader.chainId,
    settlement: chainReader.settlement,
    previousData: before?.epoch.dataCommitment ?? null,
  })
  return { published: await loadPublished(reading, manifest), block: posted.block }
}
