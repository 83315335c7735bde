import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { PARSER_VERSION } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { hashFile } from '@openledger/data/ingest/hashFile.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'
import { folderContributionStore } from '@openledger/sdk/folderContributionStore.ts'
import { bringFile, createOpenLedger, type OpenLedger } from '@openledger/sdk/index.ts'
import { hexToString } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { type Browser, openBrowser, type Page } from '../../../packages/core/test/openBrowser.ts'
import { makeBomb } from '../../../packages/data/test/makeBomb.ts'
import { guide, letter, notice, questions } from './contributeFiles.ts'
import { findViolations } from './findViolations.ts'
import { type Stack, startStack } from './startStack.ts'
import { until } from './until.ts'
import { utf8 } from './utf8.ts'

vi.setConfig({ testTimeout: 90_000 })

const person = privateKeyToAccount(generatePrivateKey())
let stack: Stack
let browser: Browser
let ledger: OpenLedger
let datanetId: `0x${string}`
const complaints: string[] = []

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), openBrowser()])
  ledger = await createOpenLedger({ gatewayUrl: stack.gatewayUrl })
  const { info } = ledger
  const chain = createChain({ rpcUrl: stack.rpcUrl, chainId: info.chainId, addresses: info.addresses })
  const account = privateKeyToAccount(generatePrivateKey())
  await fundDevAccount({ rpcUrl: stack.rpcUrl, account: toAddress(account.address) })
  ;({ datanetId } = await createDatanet(createUserWallet({ chain, account }), {
    slug: 'pilots',
    treasury: toAddress(account.address),
    rateBps: 0,
    termsHash: hashText('terms'),
    metadataHash: hashText('pilots'),
  }))
  await until('the Datanet', () => ledger.getDatanet(datanetId).catch(() => undefined))
}, 240_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

/** A browser of its own with a wallet, signed in, at the page. */
async function openPage(): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 900 } })
  await context.exposeFunction('walletAsk', async (method: string, params: readonly string[]) => {
    switch (method) {
      case 'eth_requestAccounts':
      case 'eth_accounts':
        return [person.address]
      case 'eth_chainId':
        return `0x${ledger.info.chainId.toString(16)}`
      case 'personal_sign':
        return person.signMessage({ message: hexToString(params[0] as `0x${string}`) })
      case 'eth_signTypedData_v4':
        return person.signTypedData(JSON.parse(params[1] ?? ''))
      default:
        throw new Error(`The wallet does not know ${method}.`)
    }
  })
  await context.addInitScript(
    'window.ethereum = { request: ({ method, params }) => window.walletAsk(method, params ?? []) }',
  )
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|is not an allowed source/.test(message.text())) complaints.push(message.text())
  })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a wallet', disabled: false }).click()
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
  await page.goto(`/datanets/${datanetId}/contribute`)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  return page
}

const bring = (page: Page, files: readonly (readonly [name: string, bytes: Uint8Array])[]) =>
  page
    .locator('input[type=file][aria-label="Choose files"]')
    .setInputFiles(files.map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })))

const source = async (page: Page) => {
  await page.getByLabel('Where a reader finds the source').fill('https://example.org/pilots')
}
const sign = (page: Page) => page.getByRole('button', { name: /^Sign and contribute/, disabled: false }).click()
/** A document of its own for each test: the same one again would be a duplicate. */
const about = (name: string) =>
  utf8(
    `# Notes of ${name}\n\nThe keeper of ${name} writes down wind and weather every morning before the lamp is put out.\n`,
  )
const counts = async () => (await ledger.getDatanet(datanetId)).records
const total = async () => Object.values(await counts()).reduce((sum, count) => sum + count, 0)
const done = (page: Page, timeout = 30_000) => page.getByText('done', { exact: true }).first().waitFor({ timeout })

test('files of every kind: looked at, mapped, signed, and what the checks say', async () => {
  const page = await openPage()
  expect(await findViolations(page)).toEqual([])
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') asked.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await bring(page, [
    ['guide.md', utf8(guide)],
    ['questions.csv', utf8(questions)],
    ['letter.docx', letter()],
    ['notice.pdf', notice()],
    ['bomb.docx', makeBomb()],
    ['picture.png', utf8('not read here')],
    ['lie.parquet', utf8(guide)],
  ])
  await page.getByText('The shape of this table is not one we know.').waitFor()
  await source(page)
  await page.getByLabel('Question').selectOption('Frage')
  await page.getByLabel('Answer').selectOption('Antwort')
  await page.getByRole('button', { name: 'Sign and contribute 7 records' }).waitFor()
  for (const words of [
    'bomb.docx unpacks to far more than it is.',
    'lie.parquet is called Parquet, but holds text',
    'Its ending says no format that is read here.',
    'Row 3 has 3 fields, the first row names 2 columns.',
  ]) {
    await page.getByText(words).first().waitFor()
  }
  await page.getByText('The light on Skerry rock shows three white flashes').waitFor()
  await page.getByText('The ferry to Skerry leaves at seven').waitFor()
  expect(await findViolations(page)).toEqual([])
  // Nothing has left the browser.
  expect(asked).toEqual([])
  await sign(page)
  await expect.poll(counts, { timeout: 120_000 }).toEqual({ accepted: 7, marked: 0, refused: 0, pending: 0 })
  await page.getByRole('button', { name: 'Take off this list' }).waitFor()
  expect(await page.getByText('done', { exact: true }).count()).toBe(4)
  expect(await findViolations(page)).toEqual([])
  // Commitments come before content, for every file.
  const first = (part: string) => asked.findIndex((line) => line.includes(part))
  expect(first('/contributions')).toBeLessThan(first('/parts/0'))

  // The same file under another name: each record is refused, and the page says where and why.
  await bring(page, [
    ['copy.txt', utf8('The keeper of Skerry.')],
    ['guide.md', utf8(guide)],
  ])
  await source(page)
  await sign(page)
  await page.getByText('DATA_DUPLICATE').first().waitFor()
  await page.getByText('guide.md, line 5').first().waitFor()
  await page.context().close()
})

test('some records are left out before anything is signed; personal data that was found is shown, and contributed without', async () => {
  const page = await openPage()
  const before = await counts()
  const rows = [
    ['Who keeps the key of the boathouse at Tarn?', 'Ada Moor keeps the key; write to ada.moor@posta.cz for it.'],
    ['When is the boathouse at Tarn painted anew?', 'Every third spring, before the first boat is let in.'],
    ['Where does the boathouse at Tarn have its slip?', 'On the side that looks to the pier, below the winch.'],
    ['How many boats fit into the boathouse at Tarn?', 'Five boats, or four and the lifeboat.'],
  ]
  await bring(page, [
    [
      'boathouse.csv',
      utf8(['question,answer', ...rows.map((row) => row.map((cell) => `"${cell}"`).join(','))].join('\n')),
    ],
  ])
  await page.getByRole('button', { name: 'Sign and contribute 4 records' }).waitFor()
  await page.getByText('Choose records').click()
  await page.getByLabel('Take record 3').uncheck()
  await page.getByLabel('Left out, by number').fill('3-9')
  await page.getByRole('button', { name: 'Leave these out' }).click()
  await page.getByText('The file has 4 records.').waitFor()
  await page.getByLabel('Left out, by number').fill('3, 4')
  await page.getByRole('button', { name: 'Leave these out' }).click()
  await page.getByLabel('Take record 4', { exact: false }).check()
  await page.getByRole('button', { name: 'Sign and contribute 3 records' }).waitFor()
  expect(await findViolations(page)).toEqual([])
  await sign(page)
  await expect
    .poll(counts, { timeout: 60_000 })
    .toEqual({ ...before, accepted: before.accepted + 2, marked: before.marked + 1 })

  await page.getByRole('link', { name: 'All findings, with their places, and redaction' }).first().click()
  await page.getByText('an e-mail address in the answer, characters').waitFor()
  await page.getByRole('button', { name: 'Show where' }).click()
  await page.locator('mark', { hasText: 'ada.moor@posta.cz' }).waitFor()
  expect(await findViolations(page)).toEqual([])
  // What the wallet of this test cannot send is not asked for.
  await page.getByLabel('and withdraw them as they were').uncheck()
  await page.getByRole('button', { name: 'Sign 1 record without personal data' }).click()
  await page.getByText('1 of 1 record taken.').waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'See what the checks say of them' }).click()
  await page.getByText('Nothing was found').waitFor()
  await page.goto(`/datanets/${datanetId}/checks`)
  await page.getByText('What you brought').waitFor()
  await expect
    .poll(() => page.getByRole('link', { name: /^Findings of/ }).count(), { timeout: 30_000 })
    .toBeGreaterThan(1)
  expect(await findViolations(page)).toEqual([])
  await page.context().close()
})

test.each([
  ['before the commitments are relayed', '**/v1/datanets/*/contributions'],
  ['before the file is announced', '**/v1/uploads'],
  ['in the middle of the parts', '**/v1/uploads/*/parts/*'],
  ['before it is read', '**/v1/uploads/*/complete'],
  ['before it is opened', '**/v1/uploads/*/contributions/*'],
])('a page that is loaded again %s goes on by itself, and brings nothing twice', async (name, where) => {
  const page = await openPage()
  const before = await total()
  await page.context().route(where, () => undefined)
  await bring(page, [['notes.md', about(name)]])
  await source(page)
  await Promise.all([page.waitForRequest((request) => isAt(request.url(), where)), sign(page)])
  await page.context().unroute(where)
  await page.reload()
  await done(page)
  expect((await total()) - before).toBe(1)
  await page.context().close()
})

test('the server killed in the middle, and the network cut: the page waits and goes on', async () => {
  const page = await openPage()
  const before = await total()
  const where = '**/v1/uploads/*/parts/*'
  const { pid } = z
    .object({ pid: z.number() })
    .parse(JSON.parse(await readFile(join(stack.home, 'run', 'node.json'), 'utf8')))
  let killed = false
  await page.context().route(where, async (route) => {
    if (!killed) process.kill(pid, 'SIGKILL')
    killed = true
    await route.continue()
  })
  await bring(page, [['notes.md', about('a server that died')]])
  await source(page)
  await sign(page)
  // A server takes its time to come up again, more so on a busy machine.
  await done(page, 120_000)
  expect(killed).toBe(true)
  expect((await total()) - before).toBe(1)

  await bring(page, [['cut.md', about('a cable that was cut')]])
  await source(page)
  await page.getByRole('button', { name: /^Sign and contribute/, disabled: false }).waitFor()
  await page.context().setOffline(true)
  await sign(page)
  await page.getByText('does not answer').first().waitFor()
  await page.context().setOffline(false)
  await expect.poll(() => page.getByText('done', { exact: true }).count(), { timeout: 60_000 }).toBe(2)
  expect((await total()) - before).toBe(2)
  await page.context().close()
}, 240_000)

test('Stop stops, also for a page that is loaded again; a second tab does nothing twice', async () => {
  const page = await openPage()
  const before = await total()
  const where = '**/v1/uploads/*/parts/*'
  await page.context().route(where, () => undefined)
  await bring(page, [['notes.md', about('a thing that was stopped')]])
  await source(page)
  await Promise.all([page.waitForRequest((request) => isAt(request.url(), where)), sign(page)])
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('stopped', { exact: true }).waitFor()
  await page.context().unroute(where)
  const asked: string[] = []
  page.context().on('request', (request) => {
    if (request.method() !== 'GET') asked.push(request.url())
  })
  await page.reload()
  await page.getByText('stopped', { exact: true }).waitFor()
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  expect(asked).toEqual([])
  expect((await counts()).pending).toBe(1)

  const session = await page.evaluate("sessionStorage.getItem('openledger.session')")
  const second = await page.context().newPage()
  await second.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(session)})`)
  await second.goto(`/datanets/${datanetId}/contribute`)
  await second.getByText('stopped', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Go on' }).click()
  await Promise.all([done(page), done(second)])
  expect((await total()) - before).toBe(1)
  expect(asked.filter((url) => url.includes('/parts/')).length).toBe(1)
  await page.context().close()
})

test('a client that dies at every request in turn, with its answer or without, brings each record once', async () => {
  const before = await total()
  const lines = Array.from({ length: 1_100 }, (_, at) =>
    JSON.stringify({
      question: `Where does buoy number ${at} lie?`,
      answer: `Off the rock that the chart calls ${at}.`,
    }),
  )
  const blob = new Blob([lines.join('\n')])
  const file = { path: 'buoys.jsonl', blob }
  async function* contents() {
    for await (const item of parseFile(file)) if (item.kind === 'record') yield item.content
  }
  const store = folderContributionStore(join(stack.home, 'test-contributions'))
  const account = privateKeyToAccount(generatePrivateKey())
  const parse = { parser: PARSER_VERSION, path: file.path } as const
  const bringing = { blob, sha256: await hashFile(blob), parse, contents }
  const submitted = new Set<string>()
  const [unsent, after] = [new Set<string>(), new Set<string>()]
  /** Dies at each request twice: before it is sent, and once it was answered. */
  const mortal: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    const name = `${init?.method} ${pathname}`
    if (pathname === '/v1/info') return fetch(input, init)
    if (!unsent.has(name)) {
      unsent.add(name)
      throw new Error('died before it was sent')
    }
    const answer = await fetch(input, init)
    if (init?.method === 'POST' && pathname.endsWith('/contributions')) submitted.add(String(init.body))
    if (after.has(name)) return answer
    after.add(name)
    throw new Error('died before it was answered')
  }
  for (;;) {
    const mine = await createOpenLedger({ gatewayUrl: stack.gatewayUrl, account, fetch: mortal })
    try {
      const { contributions } = await bringFile(mine, { datanetId, account, store, file: bringing }, { patienceMs: 0 })
      expect(contributions.map(({ first, contribution }) => [first, contribution.count])).toEqual([
        [0, 1_024],
        [1_024, 76],
      ])
      expect(contributions.every(({ contribution }) => contribution.status === 'checked')).toBe(true)
      break
    } catch (error) {
      if (OpenLedgerError.find(error) === undefined) throw error
    }
  }
  // Two contributions looked at and sent; the file announced, sent and completed; two opened.
  const kinds = [...after].filter((name) => !name.startsWith('GET /v1/uploads'))
  expect(kinds.map((name) => name.split('/').slice(0, 3).join('/')).toSorted()).toEqual([
    'GET /v1/contributions',
    'GET /v1/contributions',
    'POST /v1/datanets',
    'POST /v1/uploads',
    'POST /v1/uploads',
    'PUT /v1/uploads',
    'PUT /v1/uploads',
    'PUT /v1/uploads',
  ])
  // And nothing of the file is left.
  expect(await readdir(join(stack.home, 'uploads'))).toEqual([])
  expect(submitted.size).toBe(2)
  expect((await total()) - before).toBe(1_100)
}, 180_000)

test('no page threw, and the policy had nothing to refuse', () => {
  expect(complaints).toEqual([])
})

/** Whether an address fits a pattern of Playwright's in which `*` stands for one part of the path. */
function isAt(url: string, pattern: string): boolean {
  const source = pattern.slice(2).split('*').join('[^/]+')
  return new RegExp(`${source}$`).test(new URL(url).pathname)
}
