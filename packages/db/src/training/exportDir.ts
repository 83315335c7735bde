import type { Hex } from '../columns.ts'

/** Where a whole model that was made of an adapter lies, relative to the models folder. */
export function exportDir(manifestHash: Hex, format: 'merged' | 'gguf'): string {
  return `${EXPORTS}/${manifestHash.slice(2)}-${format}`
}

/** Folder of such models, relative to the models folder. */
export const EXPORTS = 'exports'
