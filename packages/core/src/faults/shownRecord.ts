import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { Run } from './proofs/runs.ts'

/** `VersionRun`: neighbours in a version. */
export type VersionRun = Run<VersionLeaf, Hex32>

/** `RecordPlace`: where the contributor of a record stands. */
export type RecordPlace = { readonly absent: readonly VersionRun[]; readonly present: VersionRun }

/** A record of one call whose place was shown on chain: whose it is, and of which Datanet. */
export type ShownRecord = {
  readonly place: RecordPlace
  readonly contributor: Address
  readonly datanetId: Hex32
}

/** A place as it was shown for one of an epoch's attributions. */
export type ShownPlace = { readonly callId: Hex32; readonly commitment: Hex32; readonly place: RecordPlace }

/** Under what a shown record is kept: the place depends on the call's versions. */
export const shownKey = (callId: Hex32, commitment: Hex32): string => `${callId} ${commitment}`
