import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { findRegistrations, kindOf, type RegisteredModel } from '../models/findRegistrations.ts'
import type { Card, PlacedSaying, Saying } from './card.ts'
import { inWords, sayingsOf } from './sayingsOf.ts'

type CardDeps = Pick<
  GatewayDeps,
  'db' | 'chain' | 'dataStore' | 'contents' | 'engine' | 'models' | 'operator' | 'logger'
>

/** The cards of the models that `auto` chooses among. */
export type Cards = {
  /** As they were some seconds ago at most; the first asks for all texts' embeddings. */
  readonly read: () => Promise<readonly Card[]>
}

/** Cards are read again after so long; meanwhile, and while that is done, those that are there serve. */
const FRESH_MS = 10_000
/** Texts in one request to the engine: others get a turn in between. */
const BATCH = 16

/**
 * Keeps a card for each text model that knows something: one with an adapter, or with documents. What a card says is
 * public; a text is embedded once.
 */
export function createCards(deps: CardDeps): Cards {
  const vectors = new Map<string, readonly number[]>()
  let kept: readonly Card[] | undefined
  let read_ms = Number.NEGATIVE_INFINITY
  let reading: Promise<readonly Card[]> | undefined
  const readAgain = () => {
    reading ??= makeCards(deps, vectors)
      .then((cards) => {
        kept = cards
        read_ms = performance.now()
        return cards
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  return {
    read: async () => {
      if (kept === undefined) return readAgain()
      if (performance.now() - read_ms > FRESH_MS)
        readAgain().catch((error: unknown) =>
          deps.logger.warn({ error: String(error) }, 'the cards of the models could not be read again'),
        )
      return kept
    },
  }
}

async function makeCards(deps: CardDeps, vectors: Map<string, readonly number[]>): Promise<readonly Card[]> {
  const named = new Map<string, RegisteredModel>()
  for (const model of await findRegistrations(deps)) {
    const isBase = model.adapterHash === ZERO_HEX32 && versionsOf(model).length === 0
    // Of a name's registrations the first is called.
    if (!isBase && kindOf(deps, model) === 'text' && !named.has(model.name)) named.set(model.name, model)
  }
  const said = new Map<Hash32, readonly Saying[]>()
  const spoken: Card<Saying>[] = []
  for (const model of named.values()) {
    const sayings: Saying[] = [{ part: 'name', text: inWords(model.name) }]
    for (const root of versionsOf(model)) {
      const known = said.get(root) ?? (await sayingsOf(deps, root))
      said.set(root, known)
      sayings.push(...known)
    }
    spoken.push({ modelId: model.modelId, name: model.name, sayings })
  }
  await embedNew(deps, vectors, spoken)
  const placed = (saying: Saying): PlacedSaying[] => {
    const vector = vectors.get(saying.text)
    return vector === undefined ? [] : [{ ...saying, vector }]
  }
  return spoken.map((card) => ({ ...card, sayings: card.sayings.flatMap(placed) }))
}

/** Embeds what is new, and forgets what no card says any more. */
async function embedNew(
  { engine }: CardDeps,
  vectors: Map<string, readonly number[]>,
  cards: readonly Card<Saying>[],
): Promise<void> {
  const texts = new Set(cards.flatMap(({ sayings }) => sayings.map(({ text }) => text)))
  for (const text of vectors.keys()) if (!texts.has(text)) vectors.delete(text)
  const fresh = [...texts].filter((text) => text !== '' && !vectors.has(text))
  for (let start = 0; start < fresh.length; start += BATCH) {
    const batch = fresh.slice(start, start + BATCH)
    const made = await engine.embed({ texts: batch })
    for (const [place, text] of batch.entries()) {
      const vector = made[place]
      if (vector !== undefined) vectors.set(text, vector)
    }
  }
}

function versionsOf({ trainingVersions, retrievalVersions }: RegisteredModel): readonly Hash32[] {
  const roots = z.array(hex32Schema)
  return [...new Set([...roots.parse(trainingVersions), ...roots.parse(retrievalVersions)])]
}
