import { basename, join } from 'node:path'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/** Folder of a version's index for a base model, made while `erased` of its records were gone. */
export function spanFolder(
  { modelsDir, baseModel }: Pick<WorkerDeps, 'modelsDir' | 'baseModel'>,
  root: Hex32,
  erased: number,
): string {
  const name = `${baseModel.sha256.slice(2, 18)}-${root.slice(2)}`
  return join(modelsDir, 'spans', erased === 0 ? name : `${name}-${erased}`)
}

/** The version and the number that {@link spanFolder} was given; undefined for other names. */
export function readSpanFolder(folder: string): { readonly root: Hex32; readonly erased: number } | undefined {
  const [, root, erased = '0'] = /^[0-9a-f]{16}-([0-9a-f]{64})(?:-(\d+))?$/.exec(basename(folder)) ?? []
  const parsed = hex32Schema.safeParse(`0x${root ?? ''}`)
  return parsed.success ? { root: parsed.data, erased: Number(erased) } : undefined
}
