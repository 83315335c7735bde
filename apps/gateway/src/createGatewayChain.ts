import { reading } from '@openledger/chain/actions/ensure.ts'
import { readChallenges } from '@openledger/chain/challenger/readChallenges.ts'
import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { gasNeed } from '@openledger/chain/publisher/gasNeed.ts'
import { readDatanetTexts } from '@openledger/chain/reader/readDatanetTexts.ts'
import { readHolders } from '@openledger/chain/reader/readHolders.ts'
import { readStakes } from '@openledger/chain/reader/readStakes.ts'
import { takesSignature } from '@openledger/chain/reader/takesSignature.ts'
import { takesWalletSignature } from '@openledger/chain/reader/takesWalletSignature.ts'
import { vaultOf } from '@openledger/chain/reader/vaultOf.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { remembered } from './explorer/remembered.ts'
import type { GatewayChain } from './gatewayDeps.ts'

/** For how long what was read of challenges is given again: each reading looks through the chain's logs. */
const CHALLENGES_ms = 5_000

/** What the gateway asks of the chain, over the chain package's contracts. */
export function createGatewayChain(chain: Chain): GatewayChain {
  const { chainId, rpcUrl, addresses, client, settlement, datanetRegistry, trainingFees } = chain
  const challenges = remembered(async (key) => {
    const [operator, number = ''] = key.split(' ')
    return reading('Reading challenges', () => readChallenges(chain, toAddress(operator ?? ''), BigInt(number)))
  }, CHALLENGES_ms)
  return {
    chainId,
    rpcUrl,
    addresses,
    head: async () => {
      const { number, timestamp } = await reading('Reading the newest block', () => client.getBlock())
      return { number, time: timestamp }
    },
    bondOf: (operator) => reading('Reading the bond', () => chain.bondVault.read.bondOf([operator])),
    challengesOf: (operator, number) => challenges(`${operator} ${number}`),
    stakesOf: (account) => reading('Reading stakes', () => readStakes(chain, account)),
    newestBlockTime: async () => Number((await client.getBlock()).timestamp),
    claimedOf: async (operator, account) =>
      reading('Reading what was claimed', () => settlement.read.claimedOf([operator, account])),
    vaultOf: async (operator) => reading('Reading the claim vault', () => vaultOf(chain, operator)),
    committedTexts: (id) => reading('Reading a Datanet', () => readDatanetTexts(chain, id)),
    gasNeed: (from, call) => gasNeed(client, from, call),
    openOf: (account) => reading('Reading a balance', () => chain.openToken.read.balanceOf([account])),
    etherOf: (address) => reading('Reading a balance', () => client.getBalance({ address, blockTag: 'pending' })),
    grantExpiry: async (datanetId, developer) =>
      (await reading('Reading the grant', () => datanetRegistry.read.grantOf([datanetId, developer]))).expiry,
    holdersOf: async (query) => reading('Reading whose a call’s money is', () => readHolders(chain, query)),
    takesSignature: (account, digest, signature) => takesSignature(client, { account, digest, signature }),
    takesWalletSignature: (account, digest, signature) => takesWalletSignature(client, { account, digest, signature }),
    isTrainingPaid: async (root, datanetId, developer) =>
      reading('Reading the training fee', async () => {
        if ((await datanetRegistry.read.grantOf([datanetId, developer])).trainingFee === 0n) return true
        return (await trainingFees.read.paymentOf([root, developer])).paidAt > 0n
      }),
  }
}
