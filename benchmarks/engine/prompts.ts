import type { Engine, Message } from '@openledger/engine/engine.ts'
import { TOKENS_IN } from './load.ts'

const THINGS = ['a river', 'the sea', 'a cat', 'bread', 'stars', 'a city', 'music', 'rain', 'an island', 'a letter']
const FILLER = 'slowly and with care, and say what was seen and heard and why it matters to all who were there'.split(
  ' ',
)

/** Questions that ask for long answers, each of {@link TOKENS_IN} tokens with the chat's own, and no two the same. */
export async function makePrompts(engine: Engine, base: string, count: number): Promise<Message[][]> {
  const made: Message[][] = []
  for (let at = 0; at < count; at++) {
    const beginning = `Story ${at + 1}: write a very long story about ${THINGS[at % THINGS.length]}. Tell it`
    made.push(await filled(engine, base, beginning))
  }
  return made
}

async function filled(engine: Engine, base: string, beginning: string): Promise<Message[]> {
  for (let words = 0; words < TOKENS_IN; words++) {
    const more = Array.from({ length: words }, (_, at) => FILLER[at % FILLER.length])
    const messages: Message[] = [{ role: 'user', content: [beginning, ...more].join(' ') }]
    if ((await engine.countTokens({ base, messages })) === TOKENS_IN) return messages
  }
  throw new Error(`no question that begins “${beginning}” has ${TOKENS_IN} tokens`)
}
