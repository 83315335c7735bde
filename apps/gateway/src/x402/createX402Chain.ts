import { reading } from '@openledger/chain/actions/ensure.ts'
import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { findAuthorized } from '@openledger/chain/reader/findAuthorized.ts'
import type { X402Chain } from './x402Options.ts'

/** What x402 asks of the chain, over the chain package's contracts. */
export function createX402Chain(chain: Chain): X402Chain {
  const { chainId, addresses, client, openToken, paymentEscrow } = chain
  return {
    tokenDomain: () =>
      reading('Reading the token', async () => {
        const [, name, version] = await openToken.read.eip712Domain()
        return { name, version, chainId, verifyingContract: addresses.openToken }
      }),
    balanceOf: (account) => reading('Reading a balance', () => openToken.read.balanceOf([account])),
    escrowAllowance: (account) =>
      reading('Reading an allowance', () => openToken.read.allowance([account, addresses.paymentEscrow])),
    findAuthorized: (authorization, fromBlock) => findAuthorized(client, addresses, authorization, fromBlock),
    channelFunds: (channelId) =>
      reading('Reading a channel', async () => {
        const { payer, deposited, withdrawn } = await paymentEscrow.read.channelOf([channelId])
        return BigInt(payer) === 0n ? undefined : { deposited, withdrawn }
      }),
    newestBlock: () => reading('Reading the newest block', () => client.getBlockNumber({ cacheTime: 0 })),
  }
}
