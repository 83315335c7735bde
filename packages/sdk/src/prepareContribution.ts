import type { Info } from '@openledger/core/api/info.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { commitment } from '@openledger/core/ids/commitment.ts'
import { contributionId } from '@openledger/core/ids/contributionId.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { addressSchema, toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, hex32Schema, signatureSchema } from '@openledger/core/primitives/hex.ts'
import { bytesToHex, type Hex } from 'viem'
import { z } from 'zod'
import { ledgerTime } from './ledgerTime.ts'

/** A contribution that is signed but not sent: the salts in it exist nowhere else, so it must be kept before it is sent. */
export const preparedContributionSchema = z.strictObject({
  contributionId: hex32Schema,
  datanetId: hex32Schema,
  contributor: addressSchema,
  root: hex32Schema,
  /** Unix seconds. */
  deadline: z.int().min(0),
  signature: signatureSchema,
  records: z.array(
    z.strictObject({
      commitment: hex32Schema,
      recordId: hex32Schema,
      salt: hex32Schema,
      content: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type PreparedContribution = z.infer<typeof preparedContributionSchema>

/** Who signs a contribution: a viem `LocalAccount`, a wallet, an account that a gateway keeps. */
export type ContributionSigner = {
  readonly address: string
  readonly signTypedData: (typedData: ReturnType<typeof contributionTypedData>) => Promise<Hex>
}

/** Seconds that a contributor's signature stays valid. */
const VALID_S = 24 * 3600

/**
 * Gives each record a salt, commits to it and signs the batch (EIP-712 `Contribution`).
 * @param input.contents the records' contents, in the order that is signed
 * @param input.salts 32 bytes for each record, to sign a batch again whose salts exist; drawn at random otherwise
 * @throws CORE_JSON_INVALID for contents that have no canonical form (floats, lone surrogates); CHAIN_UNREACHABLE
 */
export async function prepareContribution(input: {
  readonly info: Pick<Info, 'chainId' | 'addresses' | 'rpcUrl'>
  readonly datanetId: Hex32
  readonly account: ContributionSigner
  readonly contents: readonly Readonly<Record<string, unknown>>[]
  readonly salts?: readonly Hex32[]
}): Promise<PreparedContribution> {
  const { info, datanetId, account } = input
  const contributor = toAddress(account.address)
  const records = input.contents.map((content, index) => {
    const salt = input.salts?.[index] ?? randomSalt()
    const id = recordId(content)
    return {
      commitment: commitment({ chainId: info.chainId, datanetId, contributor, recordId: id, salt }),
      recordId: id,
      salt,
      content: { ...content },
    }
  })
  const root = plainRoot(records.map((record) => commitmentLeaf(record.commitment)))
  const deadline = (await ledgerTime(info)) + VALID_S
  const domain = { chainId: info.chainId, verifyingContract: info.addresses.datanetRegistry }
  const message = { datanetId, contributor, root, count: records.length, deadline: BigInt(deadline) }
  const signature = await account.signTypedData(contributionTypedData(message, domain))
  return {
    contributionId: contributionId({ datanetId, contributor, root }),
    datanetId,
    contributor,
    root,
    deadline,
    signature,
    records,
  }
}

function randomSalt(): Hex32 {
  return hex32Schema.parse(bytesToHex(crypto.getRandomValues(new Uint8Array(32))))
}
