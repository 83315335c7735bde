import type { TreeName } from '@openledger/core/data/epochManifest.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import type { EvidenceLeaves } from '@openledger/core/faults/faultFacts.ts'
import { attributionLeafSchema } from '@openledger/core/leaves/attributionLeaf.ts'
import { creditLeafSchema } from '@openledger/core/leaves/creditLeaf.ts'
import { payoutLeafSchema } from '@openledger/core/leaves/payoutLeaf.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { decodeAbiParameters, type Hex } from 'viem'
import { z } from 'zod'
import { runParameter } from './encodeChunk.ts'

/** A leaf as the trees of evidence hold it, and one as the ABI gives it (accounts with a checksum). */
const leafOf = {
  receipts: (receipt) => ({ receipt: checked(receiptSchema, receipt) }),
  attributions: (leaf) => checked(attributionLeafSchema, leaf),
  credits: (leaf) => checked(creditLeafSchema, lowerAccount(leaf)),
  payouts: (leaf) => checked(payoutLeafSchema, lowerAccount(leaf)),
} satisfies { readonly [Tree in TreeName]: (leaf: object) => EvidenceLeaves[Tree][number] }

const runSchema = z.object({ leaves: z.array(z.looseObject({})) })

/**
 * Leaves of a chunk out of the run that `IDataDemands.answer` was given: what `encodeChunk` made.
 * @throws what viem and zod throw when the bytes are no such run
 */
export function decodeChunk<Tree extends TreeName>(tree: Tree, run: Hex): EvidenceLeaves[Tree][number][] {
  const [decoded] = decodeAbiParameters([runParameter(tree)], run)
  return runSchema.parse(decoded).leaves.map((leaf) => leafOf[tree](leaf) as EvidenceLeaves[Tree][number])
}

/** The leaf itself, once the schema could write it down: its numbers have the width that they must have. */
function checked<T extends z.ZodType>(schema: T, leaf: object): z.output<T> {
  z.encode(schema, leaf as z.output<T>)
  return leaf as z.output<T>
}

function lowerAccount(leaf: object): object {
  return 'account' in leaf ? { ...leaf, account: toAddress(String(leaf.account)) } : leaf
}
