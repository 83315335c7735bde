import type { AdapterFile } from '@openledger/engine/llamacpp/adapters/adapterFiles.ts'
import { AdapterMemory } from '@openledger/engine/llamacpp/adapters/adapterMemory.ts'
import type { Policy } from './policy.ts'

/** The engine's own memory, with adapters of one byte. */
export function ours(slots: number): Policy {
  const native = { dispose: () => Promise.resolve() }
  const memory = new AdapterMemory({
    budget: slots,
    load: (_file: AdapterFile) => Promise.resolve({ native, isExact: true }),
    free: native.dispose,
    onFree: () => {},
  })
  return {
    name: 'ours',
    ask: async (id) => {
      const { adapterHits } = memory.status
      const borrowed = await memory.borrow([{ id: String(id), path: '', scale: 1, bytes: 1 }])
      await borrowed.end()
      return memory.status.adapterHits > adapterHits
    },
  }
}
