import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { sessionSchema } from '@openledger/core/api/sessions.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { createOpenLedger, signIn } from '@openledger/sdk/index.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addAuthenticator } from '../../../packages/core/test/addAuthenticator.ts'
import { type Browser, openBrowser, type Page } from '../../../packages/core/test/openBrowser.ts'
import { addWallet, type Wallet } from './addWallet.ts'
import { earnFromDatanet } from './earnFromDatanet.ts'
import { findViolations } from './findViolations.ts'
import { makeWorld, type World } from './makeWorld.ts'
import { type Stack, startStack } from './startStack.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 240_000 })

let home: string
let stack: Stack
let world: World
let browser: Browser
/** The domain expert's browser: a passkey, no wallet. */
let expert: Page
/** The contributor's: a wallet. */
let contributor: Page
let wallet: Wallet
const person = privateKeyToAccount(generatePrivateKey())
const developer = privateKeyToAccount(generatePrivateKey())
let expertAccount: Address
let token: string
let datanetId: `0x${string}`
/** Another session of the expert, which goes on. */
let kept: string
const complaints: string[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ol-story-'))
  ;[stack, browser] = await Promise.all([startStack(home), openBrowser()])
  world = await makeWorld(stack)
  const baseURL = stack.gatewayUrl.replace('127.0.0.1', 'localhost')
  const open = async () => {
    const page = await (await browser.newContext({ baseURL, viewport: { width: 1280, height: 900 } })).newPage()
    page.setDefaultTimeout(60_000)
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      if (/Content Security Policy|is not an allowed source/.test(message.text())) complaints.push(message.text())
    })
    return page
  }
  ;[expert, contributor] = [await open(), await open()]
  await addAuthenticator(expert)
  wallet = await addWallet(contributor, stack.rpcUrl, person)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await rm(home, { recursive: true, force: true })
}, 60_000)

const settled = async (page: Page) => {
  await page.locator('#main h1').first().waitFor()
  await page.locator('.loading').first().waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate('document.getAnimations().length'), { timeout: 30_000 }).toBe(0)
}
const api = async (path: string, key?: string): Promise<unknown> => {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  return (await fetch(`${stack.gatewayUrl}${path}`, { headers })).json()
}

test('an expert without a wallet signs in with a passkey, and comes back to where they wanted to go', async () => {
  await expert.goto('/datanets/new')
  await expert.getByText('Sign in to create a Datanet.').waitFor()
  expect(await findViolations(expert)).toEqual([])
  await expert.getByRole('link', { name: 'Sign in with a wallet or a passkey' }).click()
  await expert.getByRole('button', { name: 'New account with a passkey' }).click()
  await expert.getByLabel('Title').waitFor()
  token = String(await expert.evaluate("sessionStorage.getItem('openledger.session')"))
  expertAccount = sessionSchema.parse(await api('/v1/auth/session', token)).account
  await expert.getByRole('button', { name: /^Account 0x/ }).click()
  await expert.getByText(`did:pkh:eip155:31337:${expertAccount}`).waitFor()
  expect(await findViolations(expert)).toEqual([])
  await expert.keyboard.press('Escape')
})

test('they create a Datanet: what is typed outlives a reload, a cut network sends nothing twice', async () => {
  await expert.getByRole('button', { name: 'Create it' }).click()
  await expert.getByText('Give it a title').waitFor()
  await expert.getByLabel('Title').fill('Lights of the north coast')
  await expert.getByLabel('Name in addresses').fill('north-lights')
  await expert.getByLabel('What it is about').fill('Lighthouses & buoys, <b>one</b> document each.')
  await expert.getByLabel('Your cut').fill('12.5')
  await expert.getByLabel('Records a day').fill('40')
  await settled(expert)
  expect(await findViolations(expert)).toEqual([])
  await expert.reload()
  expect(await expert.getByLabel('Title').inputValue()).toBe('Lights of the north coast')
  await expert.getByRole('button', { name: 'Create it' }).click()
  await expert.getByText('Create it on chain').waitFor()
  expect(await findViolations(expert)).toEqual([])
  // The first answer is lost on its way: the transaction was sent, and the page does not know.
  let lost = 0
  await expert.route('**/v1/account/transactions', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort()
  })
  await expert.getByRole('button', { name: 'Create it' }).click()
  await expert.getByRole('button', { name: 'Go on' }).waitFor()
  expect(lost).toBe(1)
  await expert.reload()
  await expert.getByRole('button', { name: 'Create it' }).click()
  await expert.getByRole('heading', { name: 'Run north-lights' }).waitFor()
  datanetId = expert.url().split('/').at(-2) as `0x${string}`
  expect(await api(`/v1/datanets/${datanetId}`)).toMatchObject({
    ...{ owner: expertAccount, slug: 'north-lights', treasury: expertAccount, rateBps: 1_250, licence: 'CC-BY-4.0' },
  })
  expect(await api(`/v1/datanets/${datanetId}/description`)).toMatchObject({
    description: { title: 'Lights of the north coast', text: 'Lighthouses & buoys, <b>one</b> document each.' },
    limits: { recordsInAll: 0, recordsADay: 40 },
    licence: {
      text: 'Contributions to this Datanet are licensed under CC-BY-4.0: https://creativecommons.org/licenses/by/4.0/',
    },
  })
  // Created, licensed and limited: three transactions, whatever was lost.
  const { info } = await createOpenLedger({ gatewayUrl: stack.gatewayUrl })
  const { client } = createChain({ rpcUrl: stack.rpcUrl, chainId: info.chainId, addresses: info.addresses })
  expect(await client.getTransactionCount({ address: expertAccount })).toBe(3)
})

test('they run it: limits, licence, a curator confirmed with the passkey; the list and the public page show it', async () => {
  await settled(expert)
  expect(await findViolations(expert)).toEqual([])
  await expert.getByLabel('Records in all').fill('900')
  await expert.getByRole('button', { name: 'Set the limits' }).click()
  await expert.getByText('Done, in transaction').waitFor()
  await expert.getByLabel('Name, as SPDX has it').fill('CC0-1.0')
  await expert.getByLabel('Its text').fill('No rights reserved.')
  await expert.getByRole('button', { name: 'Change the licence' }).click()
  await expect
    .poll(() => api(`/v1/datanets/${datanetId}/description`), { timeout: 30_000 })
    .toMatchObject({
      ...{ limits: { recordsInAll: 900, recordsADay: 40 }, licence: { name: 'CC0-1.0', text: 'No rights reserved.' } },
    })
  await expert.getByRole('button', { name: 'Add a curator' }).click()
  await expert.getByLabel('Curator 1, address').fill(person.address)
  await expert.getByLabel('Curator 1, per cent').fill('101')
  await expert.getByRole('button', { name: 'Name these curators' }).click()
  await expert.getByText('Each needs an address').waitFor()
  await expert.getByLabel('Curator 1, per cent').fill('20')
  await expert.getByRole('button', { name: 'Name these curators' }).click()
  await expect
    .poll(() => api(`/v1/datanets/${datanetId}`), { timeout: 30_000 })
    .toMatchObject({
      curators: [{ account: toAddress(person.address), bps: 2_000 }],
    })
  await expert.getByRole('link', { name: 'My Datanets' }).click()
  await expert.getByRole('table', { name: 'Yours' }).getByRole('link', { name: 'north-lights', exact: true }).click()
  await expert.getByRole('heading', { name: 'Lights of the north coast' }).waitFor()
  expect(await expert.getByText('Lighthouses & buoys, <b>one</b> document each.').count()).toBe(1)
  await settled(expert)
  expect(await findViolations(expert)).toEqual([])
})

test('a contributor brings records, the expert publishes and grants, an app asks: the income is there', async () => {
  const owner = { account: expertAccount, token }
  const epoch = await earnFromDatanet(stack, world, { datanetId, owner, contributor: person, developer })
  const { gatewayUrl, rpcUrl } = stack
  const ledger = await createOpenLedger({ gatewayUrl })

  const { pending, credits } = await ledger.getAccount(expertAccount)
  expect(BigInt(pending)).toBeGreaterThan(0n)
  const statement = (await ledger.getStatement(expertAccount, epoch)).trim().split('\r\n').slice(1)
  const sum = (amounts: readonly string[]) => amounts.reduce((all, amount) => all + BigInt(amount), 0n)
  expect(sum(statement.map((line) => line.split(',').at(-2) ?? ''))).toBe(BigInt(pending))
  expect(sum(credits.map(({ amount }) => amount))).toBe(BigInt(pending))
  const { models, datanets } = await ledger.getEarnings(expertAccount)
  for (const way of [models, datanets]) expect(sum(way.map(({ amount }) => amount))).toBe(BigInt(pending))
  expect(datanets.map(({ slug }) => slug)).toEqual(['north-lights'])

  await expert.getByRole('link', { name: 'Earnings' }).first().click()
  await expert.locator('.figure', { hasText: 'Pending' }).locator(`[title="${pending} wei"]`).waitFor()
  const [download] = await Promise.all([
    expert.waitForEvent('download'),
    expert.getByRole('link', { name: `Statement of epoch ${epoch}, CSV` }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`openledger-${expertAccount}-epoch-${epoch}.csv`)
  await settled(expert)
  expect(await findViolations(expert)).toEqual([])
  const { finalizesAt } = await ledger.getEpoch(epoch)
  await moveTime({ rpcUrl, time: (finalizesAt ?? 0) + 1 })
  await until('the final epoch', async () => ((await ledger.getEpoch(epoch)).status === 'final' ? true : undefined))
})

test('the expert claims by the gateway, the contributor with a wallet on another chain; to the wei', async () => {
  const ledger = await createOpenLedger({ gatewayUrl: stack.gatewayUrl })
  const openOf = async (account: string) => (await ledger.getBalance(account)).open
  const { available: due } = await ledger.getAccount(expertAccount)
  // The answer is lost, the page is loaded again: the same claim waits for the one that was sent.
  let lost = 0
  await expert.route('**/v1/account/transactions', async (route) => {
    lost += 1
    await route.fetch()
    await route.abort()
  })
  await expert.getByRole('button', { name: /^Claim .* OPEN$/ }).click()
  await expert.getByText('SDK_UNREACHABLE').waitFor()
  await expert.unroute('**/v1/account/transactions')
  await expert.reload()
  await expert.getByText('Nothing is to be claimed now.').waitFor()
  expect([lost, await openOf(expertAccount)]).toEqual([1, due])
  await settled(expert)
  expect(await findViolations(expert)).toEqual([])

  await contributor.goto('/sign-in?from=/earnings')
  await contributor.getByRole('button', { name: 'Sign in with a wallet' }).click()
  const claim = contributor.getByRole('button', { name: /^Claim .* OPEN$/ })
  wallet.refuseNext = true
  await claim.click()
  await contributor.getByText('SDK_WALLET_REFUSED').waitFor()
  const { available: theirs } = await ledger.getAccount(person.address)
  await claim.click()
  await contributor.getByText('Done, in transaction').waitFor()
  expect(await openOf(person.address)).toBe(theirs)
  expect(wallet.asked).toContain('wallet_addEthereumChain')
  expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(2)
  await settled(contributor)
  expect(await findViolations(contributor)).toEqual([])

  // What the chain would refuse is told in the contract's words, before the wallet asks for anything.
  await contributor.route(`**/v1/accounts/${toAddress(person.address)}`, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), claimed: '0' } })
  })
  await contributor.reload()
  await claim.click()
  await contributor.getByText('NothingToClaim').waitFor()
  expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(2)
  await contributor.unrouteAll({ behavior: 'wait' })
  await contributor.close()
})

test('settings: another session is ended, the theme is kept, the key is exported; on a phone the menu leads everywhere', async () => {
  await expert.getByRole('link', { name: 'Settings' }).first().click()
  await expert.getByRole('button', { name: 'Export the key' }).click()
  const key = await expert.getByText(/^0x[0-9a-f]{64}$/).textContent()
  const exported = privateKeyToAccount(key as `0x${string}`)
  // Who has the key signs in with it; the expert sees that, and ends it.
  const ledger = await createOpenLedger({ gatewayUrl: stack.gatewayUrl })
  const elsewhere = await signIn(ledger, exported)
  await expert.reload()
  const sessions = expert.getByRole('table', { name: 'Sessions' })
  await sessions.getByText('a wallet').waitFor()
  await sessions.getByRole('button', { name: /^End the session/ }).click()
  await sessions.getByText('a wallet').waitFor({ state: 'detached' })
  expect(await api('/v1/auth/session', elsewhere.token)).toMatchObject({ error: { code: 'SESSION_INVALID' } })
  kept = (await signIn(ledger, exported)).token
  await expert.locator('#main').getByLabel('Theme').selectOption('dark')
  await expert.reload()
  expect(await expert.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  await expert.getByRole('button', { name: 'Export the key' }).waitFor()
  await settled(expert)
  expect(await findViolations(expert)).toEqual([])
  await expert.setViewportSize({ width: 360, height: 800 })
  await expert.getByRole('button', { name: 'Menu' }).click()
  expect(await findViolations(expert)).toEqual([])
  expect(Number(await expert.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(360)
  await expert.getByRole('navigation', { name: 'Your work' }).getByRole('link', { name: 'My Datanets' }).click()
  await expert.getByRole('heading', { name: 'My Datanets' }).waitFor()
  await expert.getByRole('button', { name: /^Account 0x/ }).click()
  await expert.getByRole('button', { name: 'Sign out' }).click()
  await expert.getByText('Sign in to see your Datanets').waitFor()
  expect(await api('/v1/auth/session', token)).toMatchObject({ error: { code: 'SESSION_INVALID' } })
})

test('claims that come at once, and again after the server was started anew, pay once', async () => {
  const before = await createOpenLedger({ gatewayUrl: stack.gatewayUrl })
  const { available } = await before.getAccount(developer.address)
  expect(BigInt(available)).toBeGreaterThan(0n)
  const claims = Promise.allSettled([before.createClaim(developer.address), before.createClaim(developer.address)])
  await stack.stop()
  await claims
  stack = await startStack(home)
  const after = await createOpenLedger({ gatewayUrl: stack.gatewayUrl })
  expect(['claimed', 'already']).toContain((await after.createClaim(developer.address)).status)
  expect((await after.createClaim(developer.address)).status).toBe('already')
  expect(await after.getBalance(developer.address)).toMatchObject({ open: available })
  // Who was signed in still is.
  expect(await api('/v1/auth/session', kept)).toMatchObject({ account: expertAccount })
})

test('no page threw, and the policy had nothing to refuse', () => {
  expect(complaints).toEqual([])
})
