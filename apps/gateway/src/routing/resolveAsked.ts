import type { GenerationFields, Route } from '@openledger/core/api/generation.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { CallRequest } from '@openledger/db/json/callRequest.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { eq } from 'drizzle-orm'
import type { KeyOwner } from '../auth/findKey.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { CalledModel } from '../models/calledModel.ts'
import { isRegistered } from '../models/findModels.ts'
import { resolveCalled } from '../models/resolveCalled.ts'
import { type RankedCard, rankCards } from './rankCards.ts'

/** What leaves the choice of the model to the gateway. A model of this name on chain goes before. */
const AUTO = 'auto'
/** A card has to be as close to the question as this. */
export const THRESHOLD_PPM = 250_000
/** So many of the closest are told. */
const TOLD = 3
const WORDS_LENGTH = 120
/** Of a long question only the end is embedded, in UTF-16 code units: the embedding model takes 256 tokens. */
const QUESTION_LENGTH_MAX = 600

type Asked = Pick<GenerationFields, 'model'> & Partial<Pick<GenerationFields, 'ensemble'>>

/** What a request calls, and why where it left that to the gateway. */
export type ResolvedCall = { readonly model: CalledModel; readonly route: Route | undefined }

/**
 * What a request for text calls. With `auto` it is the model whose card is closest to the last message of the user, among
 * those that the key may call; where none is close enough, the base model.
 *
 * @param messages the conversation
 * @param key none for a wallet's request, which may call any
 * @throws MODEL_NOT_FOUND, MODEL_NOT_SERVABLE, MODEL_OTHER_KIND, ENSEMBLE_INVALID, ENGINE_*
 */
export async function resolveAsked(
  services: GatewayServices,
  asked: Asked,
  messages: CallRequest['messages'],
  key: KeyOwner | undefined,
): Promise<ResolvedCall> {
  const isOpen = asked.model === AUTO && asked.ensemble == null && !(await isRegistered(services, AUTO))
  if (!isOpen) return { model: await resolveCalled(services, 'text', asked), route: undefined }
  const allowed = key === undefined ? null : await modelsOf(services, key)
  const ranked = await rank(services, messages, allowed)
  const close = ranked.filter(({ similarity }) => toPpm(similarity) >= THRESHOLD_PPM)
  const ways = [
    ...close.map(({ card }) => ({ name: card.name, reason: 'closest' as const })),
    { name: services.models.base.id, reason: 'base' as const },
    ...ranked.slice(close.length).map(({ card }) => ({ name: card.name, reason: 'closest' as const })),
  ]
  for (const { name, reason } of ways) {
    const model = await callable(services, name, allowed)
    if (model === undefined) continue
    const closest = ranked.slice(0, TOLD).map(toApi)
    return { model, route: { asked: AUTO, model: name, reason, thresholdPpm: THRESHOLD_PPM, closest } }
  }
  throw new OpenLedgerError(gatewayErrors.MODEL_NOT_FOUND, 'There is no model here that the key may call.', {
    details: { param: 'model' },
  })
}

/** Without a question there is nothing to be close to. */
async function rank(
  services: GatewayServices,
  messages: CallRequest['messages'],
  allowed: ReadonlySet<string> | null,
): Promise<readonly RankedCard[]> {
  const last = messages.findLast(({ role }) => role === 'user')
  const question = last?.content.slice(-QUESTION_LENGTH_MAX).trim() ?? ''
  if (question === '' || services.models.embedding === undefined) return []
  const cards = await services.cards.read()
  const [vector] = await services.engine.embed({ texts: [question] })
  if (vector === undefined) return []
  return rankCards(
    vector,
    cards.filter(({ modelId }) => allowed?.has(modelId) ?? true),
  )
}

/** Null: all. */
async function modelsOf({ db }: GatewayServices, { keyId }: KeyOwner): Promise<ReadonlySet<string> | null> {
  const [row] = await db.select({ models: apiKeys.models }).from(apiKeys).where(eq(apiKeys.id, keyId))
  return row?.models == null ? null : new Set<string>(row.models)
}

async function callable(
  services: GatewayServices,
  name: string,
  allowed: ReadonlySet<string> | null,
): Promise<CalledModel | undefined> {
  try {
    const model = await resolveCalled(services, 'text', { model: name })
    return model.components.every(({ modelId }) => allowed?.has(modelId) ?? true) ? model : undefined
  } catch (error) {
    const code = OpenLedgerError.find(error)?.code
    if (code === gatewayErrors.MODEL_NOT_FOUND.code || code === gatewayErrors.MODEL_NOT_SERVABLE.code) return undefined
    throw error
  }
}

function toApi({ card, similarity, closest }: RankedCard): Route['closest'][number] {
  const words = closest.text.slice(0, WORDS_LENGTH)
  return { model: card.name, similarityPpm: toPpm(similarity), part: closest.part, words }
}

function toPpm(similarity: number): number {
  return Math.round(similarity * 1_000_000)
}
