import type { GgufFileInfo } from 'node-llama-cpp'

/**
 * Reads what a GGUF file says of itself.
 * The package is loaded at the first use: the node's own process, which imports this, needs nothing else of it.
 */
export async function readGguf(file: string): Promise<Pick<GgufFileInfo, 'metadata' | 'tensorInfo'>> {
  const { readGgufFileInfo } = await import('node-llama-cpp')
  return readGgufFileInfo(file, { sourceType: 'filesystem', logWarnings: false })
}
