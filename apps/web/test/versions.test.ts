import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { contribute, createOpenLedger, prepareContribution } from '@openledger/sdk/index.ts'
import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Browser, openBrowser, type Page } from '../../../packages/core/test/openBrowser.ts'
import { addWallet } from './addWallet.ts'
import { testChat } from './chatTests.ts'
import { testFactory } from './factoryTests.ts'
import { findViolations } from './findViolations.ts'
import { testPublishing } from './publishTests.ts'
import { type Stack, startStack } from './startStack.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 180_000 })

let stack: Stack
let browser: Browser
let datanetId: `0x${string}`
let commitments: readonly string[]
const pages = new Map<string, Page>()
const complaints: string[] = []
const [owner, author, developer] = Array.from({ length: 3 }, () => privateKeyToAccount(generatePrivateKey())) as [
  LocalAccount,
  LocalAccount,
  LocalAccount,
]

const PLACES = ['marsh', 'dune', 'quarry', 'meadow', 'weir', 'orchard', 'harbour', 'ridge', 'copse', 'tarn']
const HOSTILE = '<script>document.title="owned"</script><img src=x onerror=alert(1)>'
const record = (i: number) => {
  const place = `${PLACES[i % PLACES.length]} number ${i}`
  return i % 3 === 0
    ? {
        kind: 'document',
        title: `Field notes, ${place}`,
        text: `Visited the ${place} at first light in month ${(i % 12) + 1}; counted ${i * 7} birds over ${i + 2} hours, wind from the ${['north', 'east', 'south', 'west'][i % 4]}.${i === 0 ? HOSTILE : ''}`,
        url: `https://example.org/notes/${i}`,
      }
    : {
        kind: 'qa',
        prompts: [`How many birds were counted at the ${place}?`, `What did the survey find at the ${place}?`],
        answer: `At the ${place} ${i * 7} birds were counted in ${i + 2} hours, most of them in plot ${(i * 13) % 97}.`,
      }
}

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), openBrowser()])
  const { gatewayUrl, rpcUrl } = stack
  const { info } = await createOpenLedger({ gatewayUrl })
  const chain = createChain({ rpcUrl, chainId: info.chainId, addresses: info.addresses })
  for (const { address } of [owner, author, developer]) await fundDevAccount({ rpcUrl, account: toAddress(address) })
  const terms = { slug: 'bird-survey', rateBps: 1_000, termsHash: hashText('terms'), metadataHash: hashText('birds') }
  const wallet = createUserWallet({ chain, account: owner })
  ;({ datanetId } = await createDatanet(wallet, { ...terms, treasury: toAddress(owner.address) }))
  const ledger = await createOpenLedger({ gatewayUrl, account: author })
  await until('the Datanet', () => ledger.getDatanet(datanetId).catch(() => undefined))
  const contents = Array.from({ length: 130 }, (_, i) => record(i))
  const prepared = await prepareContribution({ info, datanetId, account: author, contents })
  const { records } = await contribute(ledger, prepared)
  commitments = records.map(({ commitment }) => commitment)
  for (const [name, account] of Object.entries({ owner, author, developer }))
    pages.set(name, await signedInPage(account))
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

async function signedInPage(account: LocalAccount): Promise<Page> {
  const context = await browser.newContext({
    baseURL: stack.gatewayUrl.replace('127.0.0.1', 'localhost'),
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|is not an allowed source/.test(message.text())) complaints.push(message.text())
  })
  await addWallet(page, stack.rpcUrl, account)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a wallet' }).click()
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
  return page
}

const of = (name: string) => pages.get(name) as Page
/** Opens a page and waits until it has read what it shows, and axe has nothing to say. */
async function look(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path)
  await settle(page, name)
}
async function settle(page: Page, name: string): Promise<void> {
  await page.locator('#main h1').first().waitFor()
  await page.locator('.loading').first().waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate('document.getAnimations().length'), { timeout: 30_000 }).toBe(0)
  expect(await findViolations(page), name).toEqual([])
  const folder = process.env['OPENLEDGER_TEST_PICTURES']
  if (folder === undefined) return
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1440]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('before a version there is nothing to read; the owner publishes it with a button', async () => {
  const page = of('owner')
  await look(page, `/datanets/${datanetId}/records`, 'records-none')
  await page.getByText('No version published yet').waitFor()
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  await page.getByRole('button', { name: 'Publish the next version' }).click()
  await page.getByText('Version 1 is on chain.').waitFor()
  await settle(page, 'versions')
  await page.getByRole('table', { name: 'Changelog' }).getByText('+130').waitFor()
  expect(await page.getByRole('table', { name: 'Added' }).locator('tbody tr').count()).toBe(100)
  await page.getByRole('button', { name: '→ Next' }).click()
  await page.getByText('Page 2').waitFor()
  // The page before stays until this one has come.
  await expect.poll(() => page.getByRole('table', { name: 'Added' }).locator('tbody tr').count()).toBe(30)
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSONL' }).click()
  expect((await waiting).suggestedFilename()).toBe('bird-survey-v1.jsonl')
  await page.getByRole('button', { name: 'Publish the next version' }).click()
  await page.getByText('Nothing to publish').waitFor()
})

test('the owner reads a hundred records a page, searches, filters by a bar, walks by keys', async () => {
  const page = of('owner')
  await look(page, `/datanets/${datanetId}/records`, 'records')
  const rows = page.getByRole('table', { name: 'Records of the version' }).locator('tbody tr')
  expect(await rows.count()).toBe(100)
  await page.keyboard.press('n')
  await page.getByText('No. 101 to 130').waitFor()
  expect(await rows.count()).toBe(30)
  await page.reload()
  await page.getByText('No. 101 to 130').waitFor()
  await page.keyboard.press('p')
  await page.getByText('No. 1 to 100').waitFor()
  await page.getByLabel('Words').fill('Quarry 42')
  await page.getByLabel('Words').press('Enter')
  await expect.poll(() => rows.count()).toBe(1)
  await page.getByText('At the quarry number 42').or(page.getByText('quarry number 42')).first().waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('button', { name: /^document/ }).click()
  await expect.poll(() => rows.count()).toBe(44)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const first = await rows.first().getByRole('rowheader').getByRole('link').getAttribute('href')
  expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(first)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${first}`)
})

test('a record’s page: history, income, and what it says as text whatever is in it', async () => {
  const page = of('author')
  await look(page, `/records/${commitments[0]}`, 'record')
  await page.getByText('In version 1').waitFor()
  await page.getByText('Nothing yet').waitFor()
  await page.getByRole('button', { name: 'Show what it says' }).click()
  await page.getByText('onerror=alert(1)').waitFor()
  expect(await page.title()).not.toBe('owned')
  await settle(page, 'record-open')
  await look(of('developer'), `/records/${commitments[0]}`, 'record-stranger')
  await of('developer').getByRole('button', { name: 'Show what it says' }).click()
  await of('developer').getByText('CONTENT_NOT_GRANTED').waitFor()
})

test('a developer asks with words; the owner refuses with a reason, then grants; contents open; revoked, they close', async () => {
  const page = of('developer')
  await look(page, `/datanets/${datanetId}/access`, 'access-ask')
  const ask = async (words: string) => {
    await page.getByLabel('Your words').fill(words)
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.locator('.tag', { hasText: 'asked' }).waitFor()
  }
  await ask('An app for bird watchers; 40 % to the data.')
  await settle(page, 'access-asked')
  const desk = of('owner')
  await look(desk, `/datanets/${datanetId}/access`, 'access-owner')
  await desk.getByText('An app for bird watchers').waitFor()
  await desk.getByRole('button', { name: /^Decide on 0x/ }).click()
  await settle(desk, 'access-decide')
  await desk.getByLabel('Reason, which the developer reads').fill('Not for apps.')
  await desk.getByRole('button', { name: 'Refuse', exact: true }).click()
  await desk.locator('.tag', { hasText: 'refused' }).waitFor()
  await look(page, `/datanets/${datanetId}/access`, 'access-refused')
  await page.getByText('Not for apps.').waitFor()
  await ask('A study, then.')
  await desk.reload()
  await desk.getByRole('button', { name: /^Decide on 0x/ }).click()
  await desk.getByRole('button', { name: 'Grant', exact: true }).click()
  await desk.locator('.tag', { hasText: 'granted' }).waitFor()
  await look(page, `/datanets/${datanetId}/records?search=quarry+42`, 'records-granted')
  await page.getByText('You read under a grant').waitFor()
  await expect.poll(() => page.getByRole('table').first().locator('tbody tr').count()).toBe(1)
  await look(desk, `/datanets/${datanetId}/access`, 'access-log')
  await desk.getByText('holder of a grant').first().waitFor()
  await desk.getByRole('button', { name: /^Revoke the access/ }).click()
  await desk.locator('.tag', { hasText: 'revoked' }).waitFor()
  await look(page, `/datanets/${datanetId}/records`, 'records-locked')
  await page.getByText('has ended').waitFor()
  await page.getByText('sealed').first().waitFor()
})

test('an author withdraws a record: it is erased, stays in the old version’s list, and is out of the next', async () => {
  const page = of('author')
  await look(page, `/records/${commitments[1]}`, 'record-own')
  await page.getByRole('button', { name: 'Withdraw this record' }).click()
  await settle(page, 'record-withdraw')
  await page.getByRole('button', { name: 'Yes, erase it' }).click()
  await page.getByText('Its author has withdrawn it').waitFor()
  await settle(page, 'record-withdrawn')
  const desk = of('owner')
  await desk.goto(`/datanets/${datanetId}/versions`)
  await desk.getByRole('button', { name: 'Publish the next version' }).click()
  await desk.getByText('Version 2 is on chain.').waitFor()
  await desk.getByRole('button', { name: 'Removed' }).click()
  await desk.getByRole('table', { name: 'Removed' }).getByText('withdrawn').waitFor()
  await settle(desk, 'versions-two')
})

testFactory({
  developer: () => of('developer'),
  owner: () => of('owner'),
  slug: 'bird-survey',
  datanetId: () => datanetId,
  settle,
})

testPublishing({
  developer: () => of('developer'),
  stranger: () => of('author'),
  judge: { page: () => of('owner'), address: owner.address },
  settle,
})

testChat({ stack: () => stack, developer: { page: () => of('developer'), account: developer }, settle })

test('no page threw, and the policy had nothing to refuse', () => {
  expect(complaints).toEqual([])
})
