import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { keccak256 } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain, testAccount } from '../../chain/test/testChain.ts'
import { startTestLedger } from '../test/testLedger.ts'
import { contributeRecords } from './contributeRecords.ts'
import type { ContributionStore } from './contributionStore.ts'
import { createOpenLedger, type OpenLedger } from './createOpenLedger.ts'
import { folderContributionStore } from './folderContributionStore.ts'

let world: TestChain
let gateway: Awaited<ReturnType<typeof startTestLedger>>
let ledger: OpenLedger
let datanetId: Hex32
const account = testAccount(2)
beforeAll(async () => {
  world = await startTestChain()
  gateway = await startTestLedger(world, join(world.folder, 'journal.json'))
  ledger = await createOpenLedger({ gatewayUrl: gateway.url, account })
  const owner = createUserWallet({ chain: world.chain, account: testAccount(1) })
  const about = { treasury: owner.address, rateBps: 0, termsHash: keccak256('0x01'), metadataHash: keccak256('0x02') }
  datanetId = (await createDatanet(owner, { slug: 'sdk', ...about })).datanetId
}, 60_000)
afterAll(async () => {
  await gateway.stop()
  await world.stop()
})

const batch = (name: string) =>
  [0, 1, 2].map((index) => ({ kind: 'document', title: `${name} ${index}`, text: 'words' }))
const registrations = async () =>
  (await world.chain.datanetRegistry.getEvents.ContributionRegistered({}, { fromBlock: 0n })).length
const storeIn = (name: string) => folderContributionStore(join(world.folder, name))

test('records are registered before they are opened, and every outcome comes back', async () => {
  const records = batch('whole')
  const result = await contributeRecords(ledger, { datanetId, records, account, store: storeIn('whole') })
  expect(result).toMatchObject({ status: 'checked', contributor: toAddress(account.address), count: 3 })
  expect(result.records.map(({ verdict }) => verdict)).toEqual(records.map(() => 'accept'))
  const sent = gateway.seen.filter((line) => !line.startsWith('GET'))
  expect(sent.map((line) => line.split(' ')[0])).toEqual(['POST', 'PUT'])
  const [file] = readdirSync(join(world.folder, 'whole'))
  expect(statSync(join(world.folder, 'whole', file ?? '')).mode & 0o077).toBe(0)
})

test('the same call again does nothing on chain; without its store it would be another batch', async () => {
  const records = batch('again')
  const first = await contributeRecords(ledger, { datanetId, records, account, store: storeIn('again') })
  const before = await registrations()
  const second = await contributeRecords(ledger, { datanetId, records, account, store: storeIn('again') })
  expect(second).toEqual(first)
  expect(await registrations()).toBe(before)
})

test.each(['GET /v1/contributions', 'POST /v1/datanets', 'PUT /v1/contributions'])(
  'a client that dies at %s finishes with the salts it kept',
  async (where) => {
    const records = batch(where)
    const stop = new AbortController()
    const store = storeIn('dies')
    gateway.failures.set(where, 1_000_000)
    const dying = contributeRecords(ledger, { datanetId, records, account, store }, { signal: stop.signal })
    setTimeout(() => stop.abort(), 500)
    await expect(dying).rejects.toThrow()
    gateway.failures.clear()
    const before = await registrations()
    const result = await contributeRecords(ledger, { datanetId, records, account, store: storeIn('dies') })
    expect(result.status).toBe('checked')
    expect((await registrations()) - before).toBe(where.startsWith('PUT') ? 0 : 1)
  },
)

test('nothing leaves before the salts are kept', async () => {
  const full: ContributionStore = {
    get: async () => undefined,
    put: async () => {
      throw new Error('disk full')
    },
  }
  const before = gateway.seen.length
  await expect(contributeRecords(ledger, { datanetId, records: batch('full'), account, store: full })).rejects.toThrow(
    'disk full',
  )
  expect(gateway.seen.length).toBe(before)
})

test('a signature that ran out is renewed over the same salts', async () => {
  const records = batch('late')
  const store = storeIn('late')
  gateway.failures.set('POST /v1/datanets', 1_000_000)
  await expect(
    contributeRecords(ledger, { datanetId, records, account, store }, { timeoutMs: 300 }),
  ).rejects.toMatchObject({
    code: 'SDK_TIMEOUT',
  })
  gateway.failures.clear()
  await moveTime({ rpcUrl: world.chain.rpcUrl, time: (await chainTime(world.chain.rpcUrl)) + 2 * 86_400 })
  const result = await contributeRecords(ledger, { datanetId, records, account, store })
  expect(result.status).toBe('checked')
})

test('a kept file that was damaged is a coded error, not a new batch', async () => {
  const records = batch('damaged')
  const folder = join(world.folder, 'damaged')
  await contributeRecords(ledger, { datanetId, records, account, store: folderContributionStore(folder) })
  for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"contributionId":')
  const again = contributeRecords(ledger, { datanetId, records, account, store: folderContributionStore(folder) })
  await expect(again).rejects.toMatchObject({ code: 'SDK_CONTRIBUTION_LOST' })
})

test('content without a canonical form is refused before anything is kept', async () => {
  const records = [{ kind: 'document', weight: 0.5 }]
  const request = { datanetId, records, account, store: storeIn('float') }
  await expect(contributeRecords(ledger, request)).rejects.toMatchObject({ code: 'CORE_JSON_INVALID' })
})
