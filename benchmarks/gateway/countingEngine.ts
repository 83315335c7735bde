import type { Engine } from '../../packages/engine/src/engine.ts'

/** What the engine handed over for one question: tokens counted apart from whoever bills them. */
export type Produced = {
  tokens: number
  /** Tokens that it still handed over after it was told to stop. */
  afterAbort: number
}

/** Counts what an engine produces, by the last message of each call. */
export function countingEngine(produced: Map<string, Produced>): (engine: Engine) => Engine {
  return (engine) => ({
    ...passedOn(engine),
    async *generate(request) {
      const count: Produced = { tokens: 0, afterAbort: 0 }
      produced.set(request.messages.at(-1)?.content ?? '', count)
      for await (const event of engine.generate(request)) {
        if (event.type === 'token') {
          count.tokens += 1
          if (request.signal?.aborted) count.afterAbort += 1
        }
        yield event
      }
    },
  })
}

function passedOn(engine: Engine): Omit<Engine, 'generate'> {
  return {
    score: (request) => engine.score(request),
    embed: (request) => engine.embed(request),
    countTokens: (request) => engine.countTokens(request),
    tokenize: (request) => engine.tokenize(request),
    capabilities: () => engine.capabilities(),
    health: () => engine.health(),
    close: () => engine.close(),
  }
}
