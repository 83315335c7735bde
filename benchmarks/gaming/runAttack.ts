import { clusterNearDuplicates } from '@openledger/attribution/nearDuplicates/clusterNearDuplicates.ts'
import type { ComparedContent } from '@openledger/attribution/nearDuplicates/content.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import type { Attack } from './attacks.ts'
import type { HonestRecord } from './corpus.ts'

/** A record as registered: by whom, and what part of which honest record's effect it can have. */
type Registered = {
  readonly id: Hex32
  readonly content: ComparedContent
  readonly attacker: boolean
  readonly origin: number
  readonly share: number
}

/** What an attack came to. */
export type AttackResult = {
  /** Records that the attacker registered, and those of them that count as a record of their own. */
  readonly made: number
  readonly apart: number
  /** The attacker's income after the attack over the income before, the greatest over the draws of scores. */
  readonly ratio: number
}

/** The attacker owns every tenth record. */
const OWNED_EVERY = 10
/** Of which words are replaced. */
const EDIT_SEED = 7
const THRESHOLD = 1_000_000n
const datanets = [hashText('datanet')]

/**
 * Registers honest records and then the attack's, finds the units as the gateway does, leaves out what it refuses
 * (near-duplicates of somebody else's earlier record), and pays one call for each honest record by the weights of
 * `core`. A record's score is drawn; a copy that counts as a record of its own is taken to share its original's effect
 * equally with it, as records do that say the same (packages/attribution, fitMasks); a half has half of it.
 *
 * @param seeds of the drawn scores
 */
export function runAttack(honest: readonly HonestRecord[], attack: Attack, seeds: readonly number[]): AttackResult {
  const random = seededRandom(EDIT_SEED)
  const before: Registered[] = honest.map(({ content }, origin) => ({
    id: hashText(`honest ${origin}`),
    content,
    attacker: origin % OWNED_EVERY === 0,
    origin,
    share: 1,
  }))
  const made = before.flatMap(({ origin, attacker }): Registered[] => {
    if (attacker !== (attack.of === 'own')) return []
    const filler = fillerFor(honest, origin)
    const record = honest[origin]
    const contents = record === undefined ? [] : attack.make(record, random, filler)
    return contents.map((content, at) => ({
      id: hashText(`${attack.name} ${origin} ${at}`),
      content,
      attacker: true,
      origin,
      share: attack.instead === true ? 1 / contents.length : 1,
    }))
  })
  const kept = attack.instead === true ? before.filter(({ attacker }) => !attacker) : before
  const after = [...kept, ...made]
  const units = clusterNearDuplicates(after)
  const unitsBefore = clusterNearDuplicates(before)
  const ratios = seeds.map((seed) => income(after, units, seed) / income(before, unitsBefore, seed))
  const apart = made.filter(({ id }) => units.get(id) === id).length
  return { made: made.length, apart, ratio: Math.max(...ratios) }
}

/** What the attacker's records earn, in calls' worth. */
function income(registered: readonly Registered[], units: ReadonlyMap<Hex32, Hex32>, seed: number): number {
  const byId = new Map(registered.map((record) => [record.id, record]))
  const accepted = registered.filter(
    ({ id, attacker }) => byId.get(units.get(id) ?? id)?.attacker === attacker || units.get(id) === id,
  )
  const joined = new Map([...units].filter(([id, unit]) => id !== unit))
  const random = seededRandom(seed + 1)
  const origins = Math.max(...registered.map(({ origin }) => origin)) + 1
  let earned = 0n
  for (let call = 0; call < origins; call += 1) {
    const strong = 4 + random() * 36
    const weak = [1, 2, 3].map((step) => [(call + step * 17) % origins, random() * 3] as const)
    const effects = new Map<number, number>([...weak, [call, strong]])
    const scores = [...effects].flatMap(([origin, nats]) => {
      const same = accepted.filter((record) => record.origin === origin)
      const groups = new Set(same.map(({ id }) => units.get(id))).size
      const parts = same.some(({ share }) => share < 1)
      return same.map(({ id, share }) => ({
        commitment: id,
        score: BigInt(Math.round(((nats * 1e6) / (parts ? 1 : groups)) * share)),
      }))
    })
    const entries = attributionWeights({
      citations: { threshold: THRESHOLD, scores },
      sharePpm: 0,
      units: joined,
      reputationPpm: new Map(),
      exponent: 2,
      datanets,
    })
    for (const { commitment, weight } of entries) if (byId.get(commitment)?.attacker === true) earned += weight
  }
  return Number(earned / 10n ** 12n) / 1e6
}

/** Text of the attacker's own that has nothing to do with a record: words of far-away records, shuffled together. */
function fillerFor(honest: readonly HonestRecord[], origin: number): string {
  const random = seededRandom(origin)
  const words = honest
    .filter((_, at) => at % 37 === (origin + 5) % 37 && at !== origin)
    .flatMap(({ content }) => (content.kind === 'document' ? content.text : content.prompts.join(' ')).split(' '))
  return words
    .map((word) => [random(), word] as const)
    .sort(([a], [b]) => a - b)
    .map(([, word]) => word)
    .join(' ')
}
