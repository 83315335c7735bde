import { join } from 'node:path'

/**
 * Where a node's adapter store lies.
 * @param modelsDir folder of the node's models
 */
export function storeDir(modelsDir: string): string {
  return join(modelsDir, 'store')
}
