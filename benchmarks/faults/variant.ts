import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { claimCall } from '@openledger/chain/calls/claimVaultCalls.ts'
import { vaultOf } from '@openledger/chain/reader/vaultOf.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { proveClaim } from '@openledger/core/epoch/proveClaim.ts'
import { signedReceiptSchema } from '@openledger/core/leaves/receiptLeaf.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { z } from 'zod'
import { forgeEpoch } from './forge.ts'
import type { FaultClass, LieContext } from './lieContext.ts'
import { people } from './people.ts'
import { collectAndPost, publishBlobs } from './settleEpoch.ts'
import type { WatchRun } from './watchInProcess.ts'

/** What one lie came to. */
export type VariantResult = {
  /** The watch proved the fault as one of the class's kinds. */
  readonly found: boolean
  /** Its challenge voided the epoch on chain. */
  readonly won: boolean
  /** Its balance rose by the reward, and at least as much of the bond was burned. */
  readonly paid: boolean
  /** An account of the last final epoch could claim after it. */
  readonly claims: boolean
  /** The operator's honest epoch of the same number could be posted in its place. */
  readonly reposted: boolean
  /** What to look at where something did not come out. */
  readonly note: string
}

/** Runs the watch over a posted ledger. */
export type RunWatch = (values: Readonly<Record<string, string>>) => Promise<WatchRun>

/**
 * Lies once: collects, publishes and posts a faulty second epoch, lets the watch act, looks at the chain, and puts
 * everything back.
 */
export async function runVariant(context: LieContext, fault: FaultClass, runWatch: RunWatch): Promise<VariantResult> {
  const { ledger, first, second } = context
  const { chain } = ledger
  const { rpcUrl } = chain
  const snapshot = await callRpc(rpcUrl, 'evm_snapshot', [])
  const data = join(ledger.folder, 'data')
  const watcher = toAddress(people.watcher.address)
  try {
    const forged = forgeEpoch(ledger, second, first.next, await fault.lie(context))
    await publishBlobs(data, forged.blobs)
    await collectAndPost(ledger, forged.epoch, forged.collect)
    const held = join(ledger.folder, 'held.json')
    await writeFile(held, JSON.stringify(z.encode(z.array(signedReceiptSchema), [...forged.held])))
    const before = {
      watcher: await chain.openToken.read.balanceOf([watcher]),
      supply: await chain.openToken.read.totalSupply(),
    }
    const values = forged.held.length > 0 ? { receipts: held } : {}
    const { reports } = await runWatch(values)
    const report = reports.find(({ number }) => number === forged.epoch.number.toString())
    const [, , , status] = await chain.settlement.read.epochOf([ledger.base.operator, forged.epoch.number])
    const after = {
      watcher: await chain.openToken.read.balanceOf([watcher]),
      supply: await chain.openToken.read.totalSupply(),
    }
    const reward = after.watcher - before.watcher
    const provable = report?.provable ?? []
    return {
      found: fault.kinds.some((kind) => provable.includes(kind)),
      won: report?.challenge?.status === 'won' && status === VOID,
      paid: reward > 0n && before.supply - after.supply >= reward,
      claims: await canClaim(context),
      reposted: await canRepost(context),
      note: `${report?.verdict ?? 'no report'}, provable ${provable.join(' ') || 'nothing'}, found ${report?.faults.join(' ') ?? 'nothing'}, ${report?.difference?.code ?? 'no difference'}, ${report?.refused.join('; ') ?? ''}`,
    }
  } finally {
    await callRpc(rpcUrl, 'evm_revert', [snapshot])
    await rm(join(ledger.folder, 'home', 'watch'), { recursive: true, force: true })
    await mkdir(join(ledger.folder, 'home'), { recursive: true })
  }
}

/** `ISettlement.EpochStatus.Void`. */
export const VOID = 3

/** Claims for an account of the final first epoch and looks whether the money came. */
export async function canClaim({ ledger, first, dice }: LieContext): Promise<boolean> {
  const { chain } = ledger
  const { account } = dice.pick(first.payouts)
  const proof = proveClaim(first.payouts, account)
  if (proof === undefined) return false
  const before = await chain.openToken.read.balanceOf([account])
  const vault = await vaultOf(chain, ledger.base.operator)
  await ledger.wallet(people.baseOwner).send(claimCall(vault, proof), 'Claiming')
  return (await chain.openToken.read.balanceOf([account])) - before === proof.cumulative
}

/** Posts the honest epoch in place of the void one, where what was collected is still what it settles. */
async function canRepost({ ledger, first, second }: LieContext): Promise<boolean> {
  const { chain } = ledger
  const { funded } = await chain.settlement.read.stateOf([ledger.base.operator])
  if (funded !== first.epoch.receipts.sum + second.epoch.receipts.sum) return true
  const [, , , status] = await chain.settlement.read.epochOf([ledger.base.operator, second.epoch.number])
  if (status !== VOID) return false
  await publishBlobs(join(ledger.folder, 'data'), second.blobs)
  await collectAndPost(ledger, second.epoch, new Map())
  const [epochHash, , , now] = await chain.settlement.read.epochOf([ledger.base.operator, second.epoch.number])
  return epochHash === second.epochHash && now === OPEN
}

/** `ISettlement.EpochStatus.Open`. */
const OPEN = 1
