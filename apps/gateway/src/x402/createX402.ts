import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { OpenCalls } from '../calls/openCalls.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { closePayments, reopenPayments } from './closePayments.ts'
import { createFloat } from './createFloat.ts'
import { createHouse } from './createHouse.ts'
import { finalizePayments, finishArrivals, giveUpUnused } from './finishPayments.ts'
import { planReturns, sendReturns } from './makeReturns.ts'
import type { X402 } from './x402.ts'
import type { X402Options } from './x402Options.ts'

/** How long an ending gateway waits for what looks after payments, ms: it can be cut anywhere. */
const PATIENCE_MS = 5_000

/**
 * Gets ready to take payments by x402, and takes up what an earlier process left: calls that died have been released by
 * then, so their payments are owed back.
 *
 * Invariant, for each wallet: what its payments brought on chain = the fees of their receipts + what was sent back + what
 * is owed. Every payment is a row that goes through {@link X402_STATES} in order, each step one statement that is written
 * only if the row is where it comes from; every transaction is kept under the row's name before it is sent.
 *
 * @param track - keeps an ending gateway waiting
 * @throws CHAIN_*
 */
export async function createX402(
  deps: Pick<GatewayDeps, 'db' | 'chain' | 'publisher' | 'operator' | 'sealingSecret' | 'logger' | 'clock'>,
  options: X402Options,
  { track }: Pick<OpenCalls, 'track'>,
): Promise<X402> {
  const { db, logger } = deps
  const house = await createHouse(deps, options)
  const payTo = toAddress(house.key.account)
  await reopenPayments(db)
  await closePayments(db)
  const token = await options.chain.tokenDomain()
  const float = createFloat({ free: house.free, openMax: options.openMax })
  const settleDeps = { ...deps, options, payTo }

  const steps: readonly (() => Promise<void>)[] = [
    house.fund,
    () => closePayments(db),
    () => finishArrivals(settleDeps, float.has),
    () => giveUpUnused(settleDeps, float.has),
    () => finalizePayments(settleDeps),
    () => planReturns(db, options.returnMinimum),
    () => sendReturns(settleDeps),
  ]
  let isStopped = false
  let running: Promise<void> | undefined
  const run = async () => {
    for (const step of steps) {
      if (isStopped) return
      try {
        await step()
      } catch (error) {
        const known = OpenLedgerError.find(error)
        logger.warn({ code: known?.code, error: String(error) }, 'looking after payments')
      }
    }
  }
  const sweep = () => {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
  const timer = setInterval(() => void sweep(), options.sweepEvery_ms).unref()
  void sweep()

  return {
    options,
    terms: { token, payTo, timeout_s: options.timeout_s },
    house,
    float,
    settling: new Map(),
    settleDeps,
    sweep,
    ended: (id) => {
      const close = async () => {
        await closePayments(db, id)
        await options.onStep?.('spent')
      }
      track(close().catch((error: unknown) => logger.warn({ error: String(error) }, 'counting what a payment cost')))
    },
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await Promise.race([running, sleep(PATIENCE_MS, undefined, { ref: false })])
    },
  }
}
