import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createPublicClient, http } from 'viem'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startTestChain, testAccount } from '../../test/testChain.ts'
import { transferOpen } from '../actions/transferOpen.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { fetchLogs } from './fetchLogs.ts'

const requestSchema = z.object({ method: z.string(), params: z.array(z.unknown()) })
const rangeSchema = z.object({ fromBlock: z.string(), toBlock: z.string() })

test('an RPC that serves three blocks of logs at most still gives all of them, in order', async () => {
  const world = await startTestChain()
  let refused = 0
  const limited = createServer(async (incoming, outgoing) => {
    const parts: Uint8Array[] = []
    for await (const part of incoming) parts.push(part as Uint8Array)
    const body = Buffer.concat(parts).toString()
    const { method, params } = requestSchema.parse(JSON.parse(body))
    outgoing.setHeader('content-type', 'application/json')
    if (method === 'eth_getLogs') {
      const { fromBlock, toBlock } = rangeSchema.parse(params[0])
      if (BigInt(toBlock) - BigInt(fromBlock) >= 3n) {
        refused += 1
        outgoing.end(
          JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'block range too wide' } }),
        )
        return
      }
    }
    const headers = { 'content-type': 'application/json' }
    outgoing.end(await (await fetch(world.chain.rpcUrl, { method: 'POST', headers, body })).text())
  })
  await new Promise<void>((resolve) => limited.listen(0, '127.0.0.1', resolve))
  try {
    const wallet = createUserWallet({ chain: world.chain, account: testAccount(0) })
    const to = toAddress(testAccount(8).address)
    for (let wei = 1n; wei <= 8n; wei++) await transferOpen(wallet, { to, balanceAtLeast: wei })
    const url = `http://127.0.0.1:${(limited.address() as AddressInfo).port}`
    const toBlock = await world.chain.client.getBlockNumber()
    const filter = { addresses: [world.chain.addresses.openToken], fromBlock: 0n, toBlock }
    const narrow = await fetchLogs(createPublicClient({ transport: http(url) }), filter)
    expect(refused).toBeGreaterThan(0)
    expect(narrow).toHaveLength(9)
    expect(narrow).toEqual(await fetchLogs(world.chain.client, filter))
  } finally {
    limited.closeAllConnections()
    limited.close()
    await world.stop()
  }
}, 30_000)
