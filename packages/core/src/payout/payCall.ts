import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionLeaf, METHOD } from '../leaves/attributionLeaf.ts'
import { type CreditLeaf, ROLE, type Role } from '../leaves/creditLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { W } from '../rules/rules.ts'
import { prefixCuts } from './prefixCuts.ts'
import { type Split, splitFee } from './splitFee.ts'
import { type Share, splitShares } from './splitShares.ts'

/** A credit before it has its call and running sum. */
export type Credit = Pick<CreditLeaf, 'account' | 'commitment' | 'amount'> & { readonly role: Role }

/** One model of a call: what it brings, and whose that is at the receipt's time. */
export type PaidComponent = {
  /** Wei, from `callFee`. */
  readonly fee: bigint
  readonly split: Split
  /** Takes what the royalties leave of the model part. */
  readonly owner: Address
  /** Ancestors' owners, in the order of registration. */
  readonly royalties: readonly Share[]
  /** Takes the stakers' part. */
  readonly pool: Address
}

/** Whose a record's income is at the receipt's time. */
export type RecordOwner = {
  /** The contributor, or the pot of a dispute about the record. */
  readonly contributor: Address
  /** Takes what the curators leave of the Datanet's part. */
  readonly datanetOwner: Address
  readonly curators: readonly Share[]
  /** The Datanet's part of the record's income. */
  readonly rateBps: number
}

/** What the payout of one call depends on. */
export type PayCallInput = {
  readonly operator: Address
  readonly components: readonly PaidComponent[]
  /** In their order; weights sum to W. Empty if and only if no component has a data share. */
  readonly attributions: readonly Pick<AttributionLeaf, 'commitment' | 'method' | 'weight'>[]
  /** Looks up a record of the call's versions. @throws EPOCH_FACT_MISSING */
  readonly recordOwner: (commitment: Hex32) => RecordOwner
  /** Looks up a Datanet's treasury. @throws EPOCH_FACT_MISSING */
  readonly treasury: (datanetId: Hex32) => Address
}

/** Most that a Datanet may take of a record's income, in bps. */
export const RATE_MAX_BPS = 2_000

/**
 * Distributes a call's fee (protocol §5): credits + burned = fee, to the wei.
 * @returns credits without zeros, each (account, role, commitment) once, in order of first appearance; wei burned
 * @throws PAYOUT_WEIGHTS_SUM, SPLIT_INVALID, CORE_INTEGER_RANGE
 */
export function payCall(input: PayCallInput): { readonly credits: Credit[]; readonly burned: bigint } {
  const credits = new Map<string, Credit>()
  const add = (account: Address, role: Role, commitment: Hex32, amount: bigint) => {
    if (amount === 0n) return
    const key = `${account}${role}${commitment}`
    credits.set(key, { account, role, commitment, amount: amount + (credits.get(key)?.amount ?? 0n) })
  }
  let burned = 0n
  let data = 0n
  let dataShare = false
  for (const component of input.components) {
    const parts = splitFee(component.fee, component.split)
    burned += parts.burn
    data += parts.data
    dataShare ||= component.split.data > 0
    add(input.operator, ROLE.operator, ZERO_HEX32, parts.operator)
    for (const part of splitShares(parts.model, component.royalties, component.owner))
      add(part.account, ROLE.model, ZERO_HEX32, part.amount)
    add(component.pool, ROLE.stakers, ZERO_HEX32, parts.stakers)
  }
  const weights = input.attributions.map((entry) => entry.weight)
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total !== (dataShare ? W : 0n)) {
    throw new OpenLedgerError(
      coreErrors.PAYOUT_WEIGHTS_SUM,
      `The call's weights sum to ${total}, not to ${dataShare ? W : 0n}.`,
    )
  }
  for (const [i, income] of (dataShare ? prefixCuts(data, weights, W) : []).entries()) {
    const entry = input.attributions[i]
    if (entry === undefined) continue
    const { commitment } = entry
    if (entry.method === METHOD.flat) {
      add(input.treasury(commitment), ROLE.datanetPool, commitment, income)
      continue
    }
    const { contributor, datanetOwner, curators, rateBps } = input.recordOwner(commitment)
    if (!Number.isInteger(rateBps) || rateBps < 0 || rateBps > RATE_MAX_BPS) {
      throw new OpenLedgerError(
        coreErrors.CORE_INTEGER_RANGE,
        `A Datanet's rate of ${rateBps} bps is not between 0 and ${RATE_MAX_BPS}.`,
      )
    }
    const datanetPart = (income * BigInt(rateBps)) / 10_000n
    for (const part of splitShares(datanetPart, curators, datanetOwner))
      add(part.account, ROLE.datanetOwner, commitment, part.amount)
    add(contributor, ROLE.contributor, commitment, income - datanetPart)
  }
  return { credits: [...credits.values()], burned }
}
