import { z } from 'zod'
import { type AdapterRef, type Engine, type GenerateParams, messageSchema, type TokenEvent } from '../../src/engine.ts'
import { collect } from '../collect.ts'
import { BASE, fixtureAdapter, fixtureLines } from '../models.ts'
import { wideAdapter } from '../wideAdapter.ts'

/** What PEFT computes with the fixture's adapter in 32-bit floats. */
const peftSchema = z.object({
  messages: z.array(messageSchema),
  prompt: z.array(z.int()),
  answer: z.array(z.int()),
  withAdapter: z.array(z.number()),
  withoutAdapter: z.array(z.number()),
})
export const peftLines = () => fixtureLines<unknown>('peft.jsonl').map((line) => peftSchema.parse(line))

const ask = (content: string) => [{ role: 'user' as const, content }]

/**
 * What is asked of a real server when it is recorded, and of the recording in tests.
 * @param folder that adapters may be made in
 */
export function scenarios(engine: Engine, folder: string) {
  const fixture = fixtureAdapter()
  const generate = (
    content: string,
    params: GenerateParams,
    { adapters = [], signal }: { readonly adapters?: AdapterRef[]; readonly signal?: AbortSignal } = {},
  ) => engine.generate({ base: BASE, adapters, messages: ask(content), params, signal })
  return {
    /** Greedy, with the adapter; as long as PEFT's answer. */
    adapted: (line: ReturnType<typeof peftLines>[number]) =>
      collect(
        engine.generate({
          base: BASE,
          adapters: [fixture],
          messages: line.messages,
          params: { maxTokens: line.answer.length },
        }),
      ),
    scored: ({ messages, answer }: ReturnType<typeof peftLines>[number]) =>
      engine.score({ base: BASE, adapters: [fixture], messages, continuation: answer, evaluation: 'batch' }),
    likeliest: async () => {
      const events: TokenEvent[] = []
      for await (const event of generate('Name a colour.', { maxTokens: 3, topLogprobs: 3 })) events.push(event)
      return events
    },
    sampled: () => collect(generate('Tell me a story.', { maxTokens: 6, temperature: 0.9, topP: 0.8, seed: 7 })),
    /** Ends by itself. */
    ended: () => collect(generate('What is 1 + 1? Answer with one number and nothing else.', { maxTokens: 24 })),
    stopped: () => collect(generate('Count: one, two, three, and so on.', { maxTokens: 24, stop: [' concept'] })),
    json: () =>
      collect(
        generate('Is the sky blue? Answer in JSON.', {
          maxTokens: 24,
          output: {
            type: 'json_schema',
            schema: { type: 'object', properties: { blue: { type: 'boolean' } }, required: ['blue'] },
          },
        }),
      ),
    /** Left after three tokens. */
    left: () => leaveAfter(3, (signal) => generate('Write a long poem about the sea.', { maxTokens: 200 }, { signal })),
    together: () =>
      collect(
        generate(
          'Name three colours of the rainbow.',
          { maxTokens: 6 },
          {
            adapters: [
              { ...fixture, scale: 0.7 },
              { ...wideAdapter(folder, 4), scale: 0.3 },
            ],
          },
        ),
      ),
    /** More ranks than the server takes. */
    tooWide: () => collect(generate('Hello.', { maxTokens: 2 }, { adapters: [wideAdapter(folder, 100)] })),
    /** The server has lost the adapter meanwhile. */
    lost: () => collect(generate('Hello.', { maxTokens: 2 }, { adapters: [fixture] })),
  }
}

/** Aborts after a number of tokens. */
export async function leaveAfter(tokens: number, begin: (signal: AbortSignal) => AsyncIterable<TokenEvent>) {
  const controller = new AbortController()
  const events: TokenEvent[] = []
  for await (const event of begin(controller.signal)) {
    events.push(event)
    if (events.filter(({ type }) => type === 'token').length === tokens) controller.abort()
  }
  return events
}
