import { z } from 'zod'
import { addressSchema, countSchema } from './primitives.ts'

/** Where the contracts stand on one chain: the shape of `addresses.json` and of `/v1/info`. */
export const contractAddressesSchema = z.object({
  openToken: addressSchema,
  datanetRegistry: addressSchema,
  modelRegistry: addressSchema,
  paymentEscrow: addressSchema,
  settlement: addressSchema,
  bondVault: addressSchema,
  challenges: addressSchema,
  recordDisputes: addressSchema,
  staking: addressSchema,
  committee: addressSchema,
  trainingFees: addressSchema,
  datanetRatings: addressSchema,
  /** First block in which any of them may have logged. */
  deployBlock: countSchema.default(0),
})

export type ContractAddresses = z.infer<typeof contractAddressesSchema>
