import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { openChannelCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { type Receipt, receiptDigest } from '@openledger/core/eip712/receipt.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { channelId } from '@openledger/core/ids/channelId.ts'
import { contributionId } from '@openledger/core/ids/contributionId.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { receiptLeaf } from '@openledger/core/leaves/receiptLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { type GasWorld, withGasWorld } from '../gas/gasWorld.ts'
import type { BenchContext } from '../lib/bench.ts'
import { compileHarness } from './compileHarness.ts'
import { libraryCases } from './libraryCases.ts'
import { type Draw, drawFrom } from './randomCases.ts'

const OPEN = 10n ** 18n
const SEED = 20_261_123

/** One random comparison against a deployed contract: whether both sides agree. */
type Compare = (draw: Draw) => Promise<boolean>

/** TypeScript and Solidity over random cases: core computes, the EVM computes, nothing may differ. */
export async function measureAgreement(context: BenchContext): Promise<void> {
  const share = context.quick ? 0.05 : 1
  const harness = compileHarness(context.root)
  const found = await withGasWorld(async (world) => {
    const address = await world.create(harness.bytecode)
    const draw = drawFrom(SEED)
    const differing = new Map<string, number>()
    let cases = 0
    const run = async (name: string, count: number, compare: Compare) => {
      const wanted = Math.ceil(count * share)
      for (let done = 0; done < wanted; done += 25) {
        context.signal.throwIfAborted()
        const page = Math.min(25, wanted - done)
        const agreed = await Promise.all(Array.from({ length: page }, () => compare(draw)))
        const differences = agreed.filter((same) => !same).length
        if (differences > 0) differing.set(name, differences + (differing.get(name) ?? 0))
        cases += page
      }
      context.progress(`${name}: ${wanted} cases`)
    }
    for (const { name, count, make } of libraryCases) {
      await run(name, count, async (random) => {
        const { functionName, args, expected } = make(random)
        const answer = await world.chain.client.readContract({ address, abi: harness.abi, functionName, args })
        return plainText(answer) === plainText(expected)
      })
    }
    await run('receipts', 600, receiptComparison(world))
    await run('vouchers', 400, await voucherComparison(world))
    await run('contributions', 300, await contributionComparison(world))
    return { cases, differing }
  })
  const differences = [...found.differing.values()].reduce((sum, count) => sum + count, 0)
  context.row({
    name: 'TypeScript ↔ Solidity, differences',
    value: differences,
    unit: `of ${found.cases.toLocaleString('en')} cases`,
    bar: '0 of 10,000',
    ok: differences === 0 && found.cases >= 10_000,
    note: `leaves, plain, sum and claims trees and multiproofs, with proofs that hold and proofs that must not, payout arithmetic, epoch headers, EIP-712 receipts, vouchers and contributions at the deployed contracts; seed ${SEED}${[...found.differing].map(([name, count]) => `; ${name}: ${count}`).join('')}`,
  })
}

/** Arrays and bigints as text, so that answers of both sides compare by value. */
function plainText(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? entry.toString() : entry))
}

/** Leaf and digest by Settlement itself. */
function receiptComparison({ chain }: GasWorld): Compare {
  return async (draw) => {
    const receipt: Receipt = {
      callId: draw.hex32(),
      channelId: draw.hex32(),
      sequence: draw.uint(64),
      cumulativeBefore: draw.uint(128),
      cumulativeAfter: draw.uint(128),
      components: draw.list(1 + draw.below(4), () => ({
        modelId: draw.hex32(),
        scalePpm: draw.uint32(),
        priceVersion: draw.uint32(),
      })),
      retrievedVersions: draw.list(draw.below(4), draw.hex32),
      requestHash: draw.hex32(),
      responseHash: draw.hex32(),
      inputTokens: draw.uint32(),
      outputTokens: draw.uint32(),
      fee: draw.uint(128),
      time: draw.uint(64),
    }
    const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.settlement }
    const [leaf, digest] = await chain.settlement.read.hashReceipt([receipt])
    return leaf === receiptLeaf(receipt) && digest === receiptDigest(receipt, domain)
  }
}

/** The escrow accepts a voucher that core's typed data was signed for, and refuses it for one wei more. */
async function voucherComparison({ chain, operator, payer }: GasWorld): Promise<Compare> {
  const { addresses, chainId } = chain
  const signer = privateKeyToAccount(hashText('voucher signer'))
  const terms = {
    operator: operator.address,
    signer: toAddress(signer.address),
    cap: 10n ** 26n,
    expiry: 9_999_999_999n,
  }
  await transferOpen(operator, { to: payer.address, balanceAtLeast: 1_000n * OPEN })
  await ensureAllowance(payer, addresses.paymentEscrow, 1_000n * OPEN)
  await payer.send(openChannelCall(addresses, { ...terms, amount: 1_000n * OPEN }), 'Opening a channel')
  const id = channelId({ chainId, escrow: addresses.paymentEscrow, payer: payer.address, ...terms })
  const domain = { chainId, verifyingContract: addresses.paymentEscrow }
  return async (draw) => {
    const cumulative = 1n + (draw.uint(128) % (1_000n * OPEN - 1n))
    const signature = await signer.signTypedData(voucherTypedData({ channelId: id, cumulative }, domain))
    const check = (wei: bigint) =>
      chain.paymentEscrow.read.checkVoucher([{ channelId: id, cumulative: wei }, signature])
    const none = 0
    return (await check(cumulative)) === none && (await check(cumulative + 1n)) !== none
  }
}

/** The registry accepts a contribution that core's typed data was signed for, and gives it core's ID. */
async function contributionComparison({ chain, operator }: GasWorld): Promise<Compare> {
  const { addresses, chainId } = chain
  const terms = { slug: 'agreement', treasury: operator.address, rateBps: 0 }
  const { datanetId } = await createDatanet(operator, {
    ...terms,
    termsHash: hashText('terms'),
    metadataHash: hashText('metadata'),
  })
  const account = privateKeyToAccount(hashText('contributor'))
  const contributor = toAddress(account.address)
  const domain = { chainId, verifyingContract: addresses.datanetRegistry }
  return async (draw) => {
    const commitments = draw.list(1 + draw.below(24), draw.hex32)
    const root = plainRoot(commitments.map((commitment) => commitmentLeaf(commitment)))
    const deadline = 9_999_999_999n + draw.uint(64)
    const message = { datanetId, contributor, root, count: commitments.length, deadline }
    const signature = await account.signTypedData(contributionTypedData(message, domain))
    const args = [datanetId, contributor, commitments, deadline, signature] as const
    const { result } = await chain.datanetRegistry.simulate.registerContribution(args)
    return result === contributionId({ datanetId, contributor, root })
  }
}
