import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionEntry, METHOD } from '../leaves/attributionLeaf.ts'
import { prefixCuts } from '../payout/prefixCuts.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { W } from '../rules/rules.ts'

/**
 * Method flat: nothing passed, so W is cut equally among the Datanets, ascending.
 * @param datanets Datanets of the model's training versions and of the retrieved versions, in any order
 * @throws WEIGHTS_INPUT_INVALID for none
 */
export function flatWeights(datanets: readonly Hex32[]): AttributionEntry[] {
  const ordered = [...new Set(datanets)].sort()
  if (ordered.length === 0)
    throw new OpenLedgerError(
      coreErrors.WEIGHTS_INPUT_INVALID,
      'No record passed and the call has no Datanet to credit.',
    )
  const cuts = prefixCuts(
    W,
    ordered.map(() => 1n),
    BigInt(ordered.length),
  )
  return ordered.map((datanetId, i) => ({
    commitment: datanetId,
    method: METHOD.flat,
    score: 0n,
    sharePpm: 0,
    weight: cuts[i] ?? 0n,
    indexHash: ZERO_HEX32,
  }))
}
