import { type Epoch, epochHash } from '../epoch/epoch.ts'
import type { PreviousEpoch } from '../epoch/epochFacts.ts'
import { type FaultPlace, fault } from '../epoch/fault.ts'
import type { ErrorDescriptor } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { Address } from '../primitives/address.ts'
import { ZERO_HEX32 } from '../primitives/hex.ts'
import { RULES_CODE_HASH } from '../rules/rulesCode.ts'
import type { PostedEpoch } from './chainReader.ts'

type Asked = { readonly operator: Address; readonly number: bigint }

function equal(
  descriptor: ErrorDescriptor,
  field: string,
  expected: FaultPlace['expected'],
  found: FaultPlace['found'],
): void {
  if (expected !== found) throw fault(descriptor, { file: 'post', leaf: '', field, expected, found })
}

/**
 * Checks that a post is whose and what it is asked for, what the contract keeps of it, and its code hash.
 * @returns the posted epoch
 * @throws EPOCH_CHAIN_BROKEN, EPOCH_RULES_WRONG
 */
export function checkPostItself({ epoch, epochHash: kept }: PostedEpoch, asked: Asked): Epoch {
  equal(coreErrors.EPOCH_CHAIN_BROKEN, 'operator', asked.operator, epoch.operator)
  equal(coreErrors.EPOCH_CHAIN_BROKEN, 'number', asked.number, epoch.number)
  equal(coreErrors.EPOCH_CHAIN_BROKEN, 'epochHash', epochHash(epoch), kept)
  equal(coreErrors.EPOCH_RULES_WRONG, 'codeHash', RULES_CODE_HASH, epoch.codeHash)
  return epoch
}

/**
 * Checks a post by itself: whose it is, that it continues the chain of epochs, its code hash, and
 * that its totals are conserved.
 * @returns the posted epoch
 * @throws EPOCH_CHAIN_BROKEN, EPOCH_RULES_WRONG, EPOCH_NOT_CONSERVED
 */
export function checkPost(posted: PostedEpoch, asked: Asked, previous: PreviousEpoch | undefined): Epoch {
  const epoch = checkPostItself(posted, asked)
  equal(coreErrors.EPOCH_CHAIN_BROKEN, 'previous', previous?.epochHash ?? ZERO_HEX32, epoch.previous)
  const before = (previous?.payouts ?? []).reduce((sum, leaf) => sum + leaf.cumulative, 0n)
  const spent = epoch.payouts.sum - before + epoch.burned + epoch.carriedTotal - (previous?.carriedTotal ?? 0n)
  equal(coreErrors.EPOCH_NOT_CONSERVED, 'payouts + burned + carried', epoch.receipts.sum, spent)
  return epoch
}
