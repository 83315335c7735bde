import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { createLlamaEngine } from '../src/llamacpp/createLlamaEngine.ts'
import { sha256File } from '../src/llamacpp/sha256File.ts'
import { silentLogger } from '../src/logger.ts'
import { collect } from './collect.ts'

/** Cases (JSON) on stdin, greedy answers (JSON) on stdout: trainer/tests/engine_answers.py asks. */
const casesSchema = z.array(
  z.strictObject({
    name: z.string(),
    base: z.string(),
    adapter: z.string().nullable(),
    questions: z.array(z.string()),
    tokens: z.int().min(1),
  }),
)

const answers: Record<string, unknown> = {}
for (const { name, base, adapter, questions, tokens } of casesSchema.parse(JSON.parse(await text(process.stdin)))) {
  const engine = await createLlamaEngine(
    // In 32-bit floats, one call after the other: the numbers are compared with PyTorch's.
    { base: { id: 'base', path: base }, contextSize: 512, sequences: 1, threads: 1, gpu: 'off', attention: 'f32', batching: 'off' },
    silentLogger,
  )
  const adapters = adapter === null ? [] : [{ id: await sha256File(adapter), path: adapter, scale: 1 }]
  const said: unknown[] = []
  for (const content of questions) {
    const request = { base: 'base', adapters, messages: [{ role: 'user' as const, content }], params: { maxTokens: tokens } }
    const { start, tokens: given, logprobs, text } = await collect(engine.generate(request))
    said.push({ inputTokens: start?.inputTokens, tokens: given, logprobs, text })
  }
  answers[name] = said
  await engine.close()
}
process.stdout.write(JSON.stringify(answers))
