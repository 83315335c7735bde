import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { keccak256, toHex } from 'viem'
import { z } from 'zod'
import type { Tamper } from '../../packages/chain/test/rpcProxy.ts'
import type { Lie } from './plan.ts'

const objects = z.array(z.looseObject({}))
const wrong = keccak256(toHex('a hash of nothing'))

/** Answers that a lie puts in place of the true ones, by method; undefined leaves the truth. */
const answers: Partial<Record<Lie, (method: string, truth: unknown, dice: () => number) => unknown>> = {
  'logs missing': (method, truth, dice) => {
    if (method !== 'eth_getLogs') return undefined
    const logs = objects.parse(truth)
    return dice() < 0.5 ? [] : logs.slice(0, -1)
  },
  'logs forged': (method, truth, dice) => {
    if (method !== 'eth_getLogs') return undefined
    const logs = objects.parse(truth)
    const [first] = logs
    if (first === undefined) return undefined
    const forged = [
      { ...first, data: `0x${'11'.repeat(64)}` },
      { ...first, blockHash: wrong },
      { ...first, transactionHash: wrong },
      { ...first, topics: [wrong] },
    ][Math.floor(dice() * 4)]
    return [forged, ...logs.slice(1)]
  },
  'receipts wrong': (method, truth, dice) => {
    if (method === 'eth_getTransactionReceipt' && truth !== null) {
      const receipt = z.looseObject({}).parse(truth)
      return [null, { ...receipt, status: '0x0' }, { ...receipt, blockHash: wrong }][Math.floor(dice() * 3)]
    }
    if (method !== 'eth_getBlockReceipts') return undefined
    return dice() < 0.5 ? [] : objects.parse(truth).map((receipt) => ({ ...receipt, logs: [] }))
  },
  'blocks wrong': (method, truth, dice) => {
    if (method !== 'eth_getBlockByNumber' || truth === null) return undefined
    const block = z.looseObject({}).parse(truth)
    const changed = [{ hash: wrong }, { parentHash: wrong }, { logsBloom: `0x${'00'.repeat(256)}` }, { number: '0x1' }]
    return { ...block, ...changed[Math.floor(dice() * changed.length)] }
  },
}

/**
 * What an RPC that lies in one way does to a request, for a part of the requests.
 * @param target the true RPC
 * @param dice numbers in [0, 1) of the run's seed
 * @param told called for each lie
 */
export function tamperOf(lie: Lie, rate: number, target: string, dice: () => number, told: () => void): Tamper {
  return async ({ method, params }, truth) => {
    if (lie === 'nothing' || dice() > rate) return undefined
    if (lie === 'duplicates') {
      if (method !== 'eth_sendRawTransaction') return undefined
      told()
      await callRpc(target, method, params).catch(() => undefined)
      return undefined
    }
    if (lie === 'old height') {
      const back = BigInt(1 + Math.floor(dice() * 3))
      const height = BigInt(z.string().parse(await callRpc(target, 'eth_blockNumber', []))) - back
      if (method === 'eth_blockNumber') {
        told()
        return { result: toHex(height) }
      }
      if (method !== 'eth_getTransactionCount') return undefined
      told()
      return { result: await callRpc(target, method, [params[0], toHex(height)]) }
    }
    const change = answers[lie]
    if (change !== undefined) {
      const answer = change(method, await truth(), dice)
      if (answer === undefined) return undefined
      told()
      return { result: answer }
    }
    told()
    if (lie === 'drops') return dropped(truth, dice)
    return lie === 'stalls' ? { stall: true } : { body: '<html>busy</html>' }
  }
}

/** The connection is cut before the request reaches the chain, or after it did. */
async function dropped(truth: () => Promise<unknown>, dice: () => number) {
  if (dice() < 0.5) await truth().catch(() => undefined)
  return { cut: true } as const
}
