import { getLlama } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { modelFile } from '../../test/models.ts'
import { setThreads } from './contextSlot.ts'

test('the pinned node-llama-cpp obeys a change of threads', async () => {
  const llama = await getLlama({ build: 'never', gpu: false, maxThreads: 0 })
  const model = await llama.loadModel({ modelPath: modelFile('smollm2-135m-instruct-q4_1.gguf') })
  const context = await model.createContext({ contextSize: 256, threads: 1 })
  const sequence = context.getSequence()
  for (const threads of [1, 2, 1]) {
    setThreads(context, threads)
    await sequence.controlledEvaluate(model.tokenize('a'))
    expect(context.currentThreads).toBe(threads)
  }
  await model.dispose()
  await llama.dispose()
})
