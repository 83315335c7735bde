import { expect, test } from 'vitest'
import { createLedgerTime } from './ledgerTime.ts'

test('the later of clock and chain counts, asked once a second; a chain out of reach keeps its lead', async () => {
  let now = 10_000
  let asked = 0
  let newest: number | undefined = 25
  const newestBlockTime = async () => {
    asked += 1
    if (newest === undefined) throw new Error('down')
    return newest
  }
  const unused = {
    chainId: 1,
    rpcUrl: '',
    addresses: {
      openToken: '0x',
      datanetRegistry: '0x',
      modelRegistry: '0x',
      paymentEscrow: '0x',
      settlement: '0x',
      bondVault: '0x',
      challenges: '0x',
      recordDisputes: '0x',
      staking: '0x',
      committee: '0x',
      trainingFees: '0x',
      datanetRatings: '0x',
      deployBlock: 0,
    },
    head: async () => ({ number: 0n, time: 0n }),
    bondOf: async () => ({ amount: 0n, locked: 0n }),
    challengesOf: async () => ({ standing: 'none' as const, posts: 0, poster: undefined, demands: [], requests: [] }),
    stakesOf: async () => [],
    claimedOf: async () => 0n,
    vaultOf: async () => '0x' as const,
    grantExpiry: async () => 0n,
    committedTexts: async () => undefined,
    openOf: async () => 0n,
    gasNeed: async () => 0n,
    etherOf: async () => 0n,
    holdersOf: async () => ({ models: [], datanets: [], pots: [] }),
    takesSignature: async () => false,
    takesWalletSignature: async () => false,
    isTrainingPaid: async () => true,
  } as const
  const time = createLedgerTime({ chain: { ...unused, newestBlockTime }, clock: { now: () => now } })
  expect([await time(), await time(), asked]).toEqual([25, 25, 1])
  now = 12_000
  newest = undefined
  expect([await time(), asked]).toEqual([27, 2])
  now = 13_000
  newest = 5
  expect(await time()).toBe(13)
})
