import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { type Engine, messageSchema } from '../src/engine.ts'
import { createLlamaEngine } from '../src/llamacpp/createLlamaEngine.ts'
import { sha256File } from '../src/llamacpp/sha256File.ts'
import { silentLogger } from '../src/logger.ts'
import { collect } from './collect.ts'

/** Cases (JSON) on stdin, what the engine gives (JSON) on stdout: trainer/tests/engine_answers.py asks. */
const casesSchema = z.array(
  z.strictObject({
    name: z.string(),
    base: z.string(),
    adapter: z.string().nullable(),
    questions: z.array(z.string()),
    tokens: z.int().min(1),
    scored: z.string().nullable(),
    texts: z.array(z.string()),
    conversations: z.array(z.array(z.tuple([messageSchema.shape.role, z.string()]))),
  }),
)
type Case = z.infer<typeof casesSchema>[number]

const base = 'base'

async function ask(engine: Engine, { adapter, questions, tokens, scored }: Case) {
  const adapters = adapter === null ? [] : [{ id: await sha256File(adapter), path: adapter, scale: 1 }]
  const answers: unknown[] = []
  for (const content of questions) {
    const messages = [{ role: 'user' as const, content }]
    const said = await collect(engine.generate({ base, adapters, messages, params: { maxTokens: tokens } }))
    const scores =
      scored === null ? [] : (await engine.score({ base, adapters, messages, continuation: scored })).logprobs
    const { start, tokens: given, text: words } = said
    answers.push({ inputTokens: start?.inputTokens, tokens: given, scores, text: words })
  }
  return answers
}

async function run(asked: Case) {
  // In 32-bit floats, one call after the other: the numbers are compared with PyTorch's.
  const exactly = { threads: 1, gpu: 'off', attention: 'f32', batching: 'off' } as const
  const model = { id: base, path: asked.base }
  const engine = await createLlamaEngine({ base: model, contextSize: 512, sequences: 1, ...exactly }, silentLogger)
  const answers = await ask(engine, asked)
  const texts: unknown[] = []
  for (const words of asked.texts) texts.push((await engine.tokenize({ base, text: words })).tokens)
  const conversations: number[] = []
  for (const turns of asked.conversations)
    conversations.push(
      await engine.countTokens({ base, messages: turns.map(([role, content]) => ({ role, content })) }),
    )
  await engine.close()
  return { answers, texts, conversations }
}

const found: Record<string, unknown> = {}
for (const asked of casesSchema.parse(JSON.parse(await text(process.stdin)))) found[asked.name] = await run(asked)
process.stdout.write(JSON.stringify(found))
