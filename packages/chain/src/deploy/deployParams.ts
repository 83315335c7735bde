import { type Address, addressSchema } from '@openledger/core/primitives/address.ts'
import { hex32Schema, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { weiSchema } from '@openledger/core/primitives/wei.ts'
import { z } from 'zod'

/** The standard bridge of every OP Stack chain (a predeploy). */
const STANDARD_BRIDGE: Address = '0x4200000000000000000000000000000000000010'

const seconds = z
  .int()
  .min(0)
  .max(10 * 365 * 86_400)

/**
 * What a deployment fixes for ever. As JSON, so that it can stand in a file:
 * `{ "holder": "0x…", "owner": "0x…", "challengeWindow_s": 259200, "withdrawalDelay_s": 86400, "priceDelay_s": 3600,
 *    "minimumBond": "1000000000000000000000", "bondShareBps": 1000 }`
 */
export const deployParamsSchema = z.strictObject({
  /** Receives the whole supply of OPEN; nobody does on an L2. */
  holder: addressSchema,
  /** On an OP Stack chain: the OPEN of L1, and the bridge that alone mints and burns it here. */
  l2: z.strictObject({ remoteToken: addressSchema, bridge: addressSchema.default(STANDARD_BRIDGE) }).optional(),
  /** May approve code hashes; nothing else. */
  owner: addressSchema,
  /** Between an epoch's post and its finalisation; ≥ 259,200 off chain id 31337. */
  challengeWindow_s: seconds,
  /** What withdrawals from channels and lowered signer limits wait. */
  withdrawalDelay_s: seconds,
  /** Between `setPrice` and the price's effect. */
  priceDelay_s: seconds,
  /** Least bond of an operator that posts, wei. */
  minimumBond: weiSchema,
  /** Part of the unclaimed payouts that a bond covers besides. */
  bondShareBps: z.int().min(0).max(10_000),
  /** For the answer to a data demand, and for reading it before the epoch may become final. */
  answerWindow_s: seconds.min(1).default(6 * 3600),
  /** What a data demand prepays for each leaf, wei of OPEN. */
  pricePerLeaf: weiSchema.default(10n ** 15n),
  /** What opening a record's dispute and appealing a verdict stake each, wei of OPEN. */
  disputeStake: weiSchema.default(100n * 10n ** 18n),
  /** For a dispute's decision, for an appeal, and for its votes. */
  disputeWindow_s: seconds.min(1).default(7 * 86_400),
  /** Between asking stake back and taking it; slashes reach it meanwhile. */
  unbondingDelay_s: seconds.default(14 * 86_400),
  /** Over which money that a stake pool gets is paid out to its stakers. */
  rewardPeriod_s: seconds.min(1).default(7 * 86_400),
  /** Part of a stake pool that a proven fault of its operator costs. */
  faultSlashBps: z.int().min(0).max(5_000).default(3_000),
  /** Part of a stake pool that a committee member's silence costs. */
  silenceSlashBps: z.int().min(0).max(5_000).default(500),
  /** Members of a committee; more than half of them decide. */
  committeeSize: z.int().min(1).max(15).default(5),
  /** For each step of a committee: the draw, the hand-over, the commitments, the reveals. */
  committeeStep_s: seconds.min(1).default(6 * 3600),
  /** Blocks between a request and the block whose hash draws. */
  committeeDrawDelay_blocks: z.int().min(1).max(255).default(4),
  /** Part of a call's weight that may lie elsewhere than a committee finds it. */
  committeeTolerancePpm: z.int().min(0).max(999_999).default(20_000),
  /** What a request prepays for each member, wei of OPEN. */
  pricePerMember: weiSchema.default(10n ** 18n),
  /** Part of that which a member gets itself; the rest goes to its stakers. */
  memberBps: z.int().min(0).max(10_000).default(5_000),
  /** Least stake in a validator's own pool, wei. */
  minimumStake: weiSchema.default(1_000n * 10n ** 18n),
  /** Tells several deployments with the same parameters on one chain apart. */
  salt: hex32Schema.default(ZERO_HEX32),
})

export type DeployParams = z.output<typeof deployParamsSchema>
