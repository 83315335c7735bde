import type { Bench } from '../lib/bench.ts'
import { measureBeside } from './measureBeside.ts'
import { measureThroughput } from './measureThroughput.ts'
import { measureVllm } from './measureVllm.ts'
import { measureZipf } from './measureZipf.ts'

const parts = ['throughput', 'zipf', 'beside', 'vllm'] as const

/** How fast the engine is, beside llama.cpp's own server and PEFT in the same run. Some 15 minutes, and 15 more for vLLM. */
export const bench: Bench = {
  name: 'engine',
  summary:
    'tokens a second: one and eight requests, 32 adapters at once, beside a training; against llama.cpp’s server and vLLM',
  parts,
  run: async (context) => {
    const wants = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wants('throughput')) await measureThroughput(context)
    if (wants('zipf')) await measureZipf(context)
    if (wants('beside')) await measureBeside(context)
    if (wants('vllm')) await measureVllm(context)
  },
}
