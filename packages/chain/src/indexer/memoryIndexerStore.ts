import type { BlockReference, IndexerStore } from './indexerStore.ts'

/** A position in memory: for readers that index afresh at each start, and for tests. Its transactions are not atomic. */
export function createMemoryIndexerStore(): IndexerStore<undefined> {
  let kept: BlockReference[] = []
  return {
    async checkpoints() {
      return kept.toReversed()
    },
    async transaction(work) {
      return work(undefined)
    },
    async advance(_, blocks, keepFrom) {
      const all = [...kept, ...blocks]
      kept = all.filter((block, index) => block.number >= keepFrom || index === all.length - 1)
    },
    async rewind(_, toBlock) {
      kept = kept.filter((block) => block.number <= toBlock)
    },
  }
}
