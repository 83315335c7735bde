import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderContext } from '@openledger/attribution/citations/renderContext.ts'
import type { CallContent } from '@openledger/core/committee/callContent.ts'
import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { AttributionEntry } from '@openledger/core/leaves/attributionLeaf.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { ChainModel } from '@openledger/core/verify/chainReader.ts'
import type { Published } from '@openledger/core/verify/loadPublished.ts'
import { attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import { z } from 'zod'
import { citationsOfCall } from '../attribution/citationsOfCall.ts'
import { type InfluenceOfCall, influenceOfCalls, type ScoredCall } from '../attribution/influenceOfCalls.ts'
import { calledModels } from '../attribution/pendingCalls.ts'
import { workerErrors } from '../errors.ts'
import { fileHash } from '../training/adapterRows.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/** What a validator executes with: its own engine, trainer and copies of the models' files. */
export type ReexecuteDeps = Pick<
  WorkerDeps,
  'engine' | 'trainer' | 'baseModel' | 'modelsDir' | 'chainReader' | 'logger'
>

/**
 * Executes a call's attribution again, as the operator should have: influence by the registered adapters and their indexes,
 * citations in the contexts that the call's id draws, weights by the epoch's published rules.
 * @param call.content checked against the receipt
 * @param call.published of the epoch
 * @param call.block of the epoch's post
 * @throws COMMITTEE_MODEL_UNKNOWN, COMMITTEE_ADAPTER_MISSING, TRAINER_*, ENGINE_*, ATTRIBUTION_*, WEIGHTS_INPUT_INVALID
 */
export async function reexecuteCall(
  deps: ReexecuteDeps,
  call: {
    readonly content: CallContent
    readonly receipt: Receipt
    readonly published: Published
    readonly block: bigint
    readonly signal: AbortSignal
  },
): Promise<AttributionEntry[]> {
  const { content, receipt, published, block } = call
  const { rules } = published
  const models = await modelsOf(deps, receipt, block)
  const documents = content.documents.map(({ commitment, content: record }, place) => {
    return { commitment, number: place + 1, title: record.title, url: record.url, text: record.text }
  })
  const prompt = renderContext(content.messages, documents).map(({ role, content: text }) => ({
    role: role === 'developer' ? ('system' as const) : role,
    content: text,
  }))
  const asked = { callId: content.callId, request: { messages: content.messages, prompt }, answer: content.answer }
  const influences = await influencesOf(deps, models, asked, call.signal)
  const adapters = models.flatMap(({ adapterHash, adapterDir, scale }) =>
    adapterDir === undefined ? [] : [{ id: adapterHash, path: join(adapterDir, 'adapter.gguf'), scale }],
  )
  const units = new Map(Object.entries(rules.units) as [Hex32, Hex32][])
  const rule = { threshold: rules.citationThreshold, units }
  const citations =
    documents.length === 0 ? undefined : await citationsOfCall(deps, { ...asked, documents }, adapters, rule)
  const common = {
    units,
    reputationPpm: reputationsOf(published),
    exponent: rules.exponent,
    datanets: await datanetsOf(deps, models, receipt),
  }
  if (citations !== undefined && 'unusable' in citations) return attributionWeights({ ...common, sharePpm: 0 })
  return attributionWeights({
    ...common,
    influence: influences.map(({ indexHash, threshold, scores }) => {
      return { indexHash, threshold: rules.influenceThresholds[indexHash] ?? threshold, scores }
    }),
    citations: citations && { threshold: rule.threshold, scores: citations.scores },
    sharePpm: citations?.sharePpm ?? 1_000_000,
  })
}

/** A model of the call with its files; base models have none. */
type HeldModel = ChainModel & { readonly adapterDir: string | undefined; readonly scale: number }

async function modelsOf(deps: ReexecuteDeps, receipt: Receipt, block: bigint): Promise<HeldModel[]> {
  const known = new Map<Hex32, Omit<HeldModel, 'scale'>>()
  for (const { modelId } of receipt.components) {
    const model = await deps.chainReader.model(modelId, block)
    if (model === undefined)
      throw new OpenLedgerError(
        workerErrors.COMMITTEE_MODEL_UNKNOWN,
        `The model ${modelId} of the call ${receipt.callId} is not on chain.`,
      )
    const adapterDir = model.adapterHash === ZERO_HEX32 ? undefined : await adapterDirOf(deps, model)
    known.set(modelId, { ...model, adapterDir })
  }
  return calledModels(receipt, (modelId) => {
    const model = known.get(modelId)
    if (model === undefined) throw new TypeError(`no model ${modelId}`)
    return model
  })
}

type Scored = Extract<InfluenceOfCall, { scores: unknown }>

/** Scores of the training records by each trained model's index; none at all where one is not the registered one. */
async function influencesOf(
  deps: ReexecuteDeps,
  models: readonly HeldModel[],
  asked: ScoredCall,
  signal: AbortSignal,
): Promise<Scored[]> {
  const usedAs = ({ adapterDir, scale }: HeldModel) => (adapterDir === undefined ? [] : [{ adapterDir, scale }])
  const scored: Scored[] = []
  for (const model of models) {
    const [own] = usedAs(model)
    if (model.trainingVersions.length === 0 || own === undefined) continue
    const others = models.filter((other) => other !== model).flatMap(usedAs)
    let found: InfluenceOfCall | undefined
    const onScored = async (_call: ScoredCall, influence: InfluenceOfCall) => {
      found = influence
    }
    await influenceOfCalls(deps, { ...own, others, calls: [asked], signal, onScored })
    if (found === undefined || !('scores' in found) || found.indexHash !== model.indexHash) return []
    scored.push(found)
  }
  return scored
}

/**
 * The folder whose served adapter has the model's hash, below the models' folder. Trained again by another version of the
 * code, the same adapter may lie there with another index: the one with the registered index goes before.
 */
async function adapterDirOf(
  { modelsDir }: ReexecuteDeps,
  { adapterHash, indexHash }: Pick<ChainModel, 'adapterHash' | 'indexHash'>,
): Promise<string> {
  const folders = (await readdir(modelsDir, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile() && entry.name === 'adapter.gguf')
    .map((entry) => entry.parentPath)
  let other: string | undefined
  for (const folder of folders) {
    if ((await fileHash(join(folder, 'adapter.gguf'))) !== adapterHash) continue
    if ((await indexHashIn(folder)) === indexHash) return folder
    other ??= folder
  }
  if (other !== undefined) return other
  throw new OpenLedgerError(
    workerErrors.COMMITTEE_ADAPTER_MISSING,
    `No adapter below ${modelsDir} has the SHA-256 ${adapterHash}.`,
  )
}

const resultSchema = z.object({ indexHash: z.string() })

/** The hash of a folder's index as its training told it; the trainer checks the index itself. */
async function indexHashIn(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'result.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return resultSchema.safeParse(JSON.parse(text)).data?.indexHash
  } catch {
    return undefined
  }
}

/** Reputations of the records' contributors, where the rules name one. */
function reputationsOf({ rules, versions }: Published): Map<Hex32, number> {
  const found = new Map<Hex32, number>()
  for (const { records } of versions) {
    for (const { commitment, contributor } of records) {
      const reputation = rules.reputationPpm[contributor]
      if (reputation !== undefined) found.set(commitment, reputation)
    }
  }
  return found
}

async function datanetsOf(
  { chainReader }: ReexecuteDeps,
  models: readonly ChainModel[],
  receipt: Receipt,
): Promise<Hex32[]> {
  const used = [...models.flatMap(({ trainingVersions }) => trainingVersions), ...receipt.retrievedVersions]
  const found = new Set<Hex32>()
  for (const root of used.length > 0 ? used : models.flatMap(({ retrievalVersions }) => retrievalVersions)) {
    const version = await chainReader.version(root)
    if (version !== undefined) found.add(version.datanetId)
  }
  return [...found]
}
