import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'
import type { LoraModule } from '../safetensors/loraModules.ts'
import type { BaseShape } from './readBaseShape.ts'

/**
 * Refuses an adapter whose matrices do not fit the base model.
 * Models of one family can have the same shapes; what the author named as the base is told apart by {@link nameEvidence}.
 * @throws ADAPTER_BASE_MISMATCH naming the first module that does not fit
 */
export function matchBase(modules: readonly LoraModule[], base: BaseShape): void {
  for (const { path, layer, projection, in: input, out } of modules) {
    const sides = layer < base.layers ? base.sides(layer, projection) : undefined
    if (sides?.[0] === input && sides[1] === out) continue
    const there = sides === undefined ? `the base has ${base.layers} layers` : `the base has ${sides[1]} × ${sides[0]}`
    throw new OpenLedgerError(storeErrors.ADAPTER_BASE_MISMATCH, `${path} is ${out} × ${input} here; ${there}.`)
  }
}

/** Whether the author named this base: evidence only, since anybody may write any name, and one model has many. */
export type NameEvidence = 'same' | 'other' | 'none'

/** @param declared what adapter_config.json names as the base: a hub's name or a path */
export function nameEvidence(declared: string | null | undefined, baseId: string): NameEvidence {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const last = declared?.split(/[\\/]/).findLast((part) => part !== '')
  if (last === undefined) return 'none'
  return plain(last) === plain(baseId) ? 'same' : 'other'
}
