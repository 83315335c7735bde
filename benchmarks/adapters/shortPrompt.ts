import type { Engine, Message } from '@openledger/engine/engine.ts'

/** A question whose rendered conversation has just as many tokens. */
export async function shortPrompt(engine: Engine, base: string, tokens: number): Promise<Message[]> {
  for (let words = 1; words < tokens; words++) {
    const messages: Message[] = [{ role: 'user', content: Array(words).fill('data').join(' ') }]
    if ((await engine.countTokens({ base, messages })) === tokens) return messages
  }
  throw new Error(`no question has ${tokens} tokens`)
}
