import type { Engine } from '../../../packages/engine/src/engine.ts'

/** Input and output tokens of every call of {@link fixedEngine}. */
export const FIXED_TOKENS = { input: 12, output: 16 } as const

/** An engine that answers at once, always the same: what is left of a call's time is the gateway's. */
export function fixedEngine(engine: Engine): Engine {
  return {
    ...engine,
    capabilities: () => engine.capabilities(),
    health: () => engine.health(),
    close: () => engine.close(),
    countTokens: async () => FIXED_TOKENS.input,
    async *generate() {
      yield { type: 'start', inputTokens: FIXED_TOKENS.input }
      for (let i = 0; i < FIXED_TOKENS.output; i++) {
        yield { type: 'token', text: i === 0 ? 'Word' : ' word', tokenId: 1, logprob: -0.5 }
      }
      const { input, output } = FIXED_TOKENS
      yield { type: 'end', reason: 'length', inputTokens: input, outputTokens: output }
    },
  }
}
