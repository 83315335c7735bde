import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBrowser } from '../../../packages/core/test/openBrowser.ts'
import { everyPage, show } from './everyPage.ts'
import { findViolations } from './findViolations.ts'
import { makeWorld, QUESTION, type World } from './makeWorld.ts'
import { askTwo, type OwnCall, readProvenance, seeMarkup, verifyCall } from './provenanceSteps.ts'
import { type Stack, startStack } from './startStack.ts'

// Seconds on a quiet machine; a busy one may take its time.
vi.setConfig({ testTimeout: 240_000 })

let stack: Stack
let world: World
let browser: Browser
let context: BrowserContext
let page: Page
let callId: string
let vectorsCallId: string
let epoch: number
/** What the pages complained about: scripts that threw, and anything that the policy refused. */
const complaints: string[] = []

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), openBrowser()])
  world = await makeWorld(stack)
  context = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(120_000)
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|is not an allowed source/.test(message.text())) complaints.push(message.text())
  })
}, 240_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

/** Opens a page and waits until it shows what it has read: first its heading, since before it nothing is loading yet. */
const open = async (path: string) => {
  await page.goto(path)
  await page.locator('#main h1').first().waitFor()
  await page.locator('.loading').first().waitFor({ state: 'detached' })
}

test('an unknown API path stays a coded 404, whatever the browser asks for', async () => {
  const response = await fetch(`${stack.gatewayUrl}/v1/nowhere`, { headers: { accept: 'text/html' } })
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ error: { code: 'REQUEST_NOT_FOUND' } })
})

test('the empty ledger says what would fill it', async () => {
  await open('/epochs')
  await page.getByText('No epoch yet').waitFor()
  expect(await findViolations(page)).toEqual([])
})

test('chat: a key for this tab, a streamed answer, its fee', async () => {
  await open(`/chat?model=${world.retrievalModel}`)
  await page.getByLabel('API key').fill('wrong-key-of-nobody')
  await page.getByRole('button', { name: 'Use this key' }).click()
  await page.getByLabel('Your message').fill(QUESTION)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('AUTH_KEY_INVALID').waitFor()
  await page.getByRole('button', { name: 'Forget the key' }).click()
  await page.getByLabel('API key').fill(world.apiKey)
  await page.getByRole('button', { name: 'Use this key' }).click()
  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByText('Options').click()
  await page.getByLabel('Most tokens of the answer').fill('24')
  await page.getByLabel('Your message').fill(QUESTION)
  await page.getByLabel('Your message').press('Enter')
  const turn = page.locator('.turn')
  await turn.locator('.turn-fee').waitFor()
  expect((await turn.locator('.said-assistant .said-text').textContent())?.length).toBeGreaterThan(5)
  const link = await turn.getByRole('link', { name: 'The whole call' }).getAttribute('href')
  callId = link?.split('/').at(-1) ?? ''
  expect(callId).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(world.apiKey)
  await page.reload()
  await page.locator('.turn .turn-fee').waitFor()
  expect(await findViolations(page)).toEqual([])
})

test('chat: what is known of a call is verified before any epoch has it', async () => {
  await page.getByText('Receipt and check').click()
  await verifyCall(page, 'All that can be checked now holds.')
  await page
    .getByText('No posted epoch has this call yet', { exact: false })
    .or(page.getByText('not attributed yet', { exact: false }))
    .first()
    .waitFor()
})

test('chat: two models side by side, both streamed, stopped and billed; markup in a question is text', async () => {
  await askTwo(page, { gatewayUrl: stack.gatewayUrl, apiKey: world.apiKey })
  expect(await findViolations(page)).toEqual([])
})

test('a call that has vectors made and writes no tokens is shown like any other', async () => {
  const headers = { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ model: world.embeddingModel, input: ['a coast', 'a cliff'] })
  const response = await fetch(`${stack.gatewayUrl}/v1/embeddings`, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
  vectorsCallId = response.headers.get('x-openledger-call-id') ?? ''
  await open(`/calls/${vectorsCallId}`)
  await page.locator('.said-user', { hasText: 'a cliff' }).waitFor()
  await open(`/models/${world.embeddingModel}`)
  await page.getByText('It turns texts into vectors').waitFor()
  await open('/chat')
  expect(await page.locator('option', { hasText: world.embeddingModel }).count()).toBe(0)
  expect(await page.locator('option', { hasText: world.baseModel }).count()).toBe(1)
})

test('an epoch pays the records behind the answer; the page derives the same wei', async () => {
  epoch = await world.closeEpoch()
  await open(`/calls/${callId}`)
  await page.getByText('equal to the wei').waitFor()
  await page.getByText('As tables').click()
  const table = page.getByRole('table', { name: 'Records behind the answer' })
  const call = (await (await fetch(`${stack.gatewayUrl}/v1/calls/${callId}`)).json()) as {
    payouts: { role: string; amount: string }[]
  }
  const data = call.payouts.filter(({ role }) => !['operator', 'model', 'stakers'].includes(role))
  const sum = data.reduce((all, { amount }) => all + BigInt(amount), 0n)
  expect(sum).toBeGreaterThan(0n)
  expect(await table.locator('tfoot td').last().textContent()).toBe(sum.toString())
  expect(await page.getByText(QUESTION).count()).toBe(1)
  const own = (await (
    await fetch(`${stack.gatewayUrl}/v1/calls/${callId}`, { headers: { authorization: `Bearer ${world.apiKey}` } })
  ).json()) as OwnCall
  expect(own.spans.length).toBeGreaterThan(0)
  const pieces = page.getByRole('table', { name: 'Word for word in records' })
  expect(await pieces.locator('tbody tr').count()).toBe(own.spans.length)
  expect(await pieces.locator('li').count()).toBe(own.spans.flatMap(({ records }) => records).length)
  expect('spans' in call).toBe(false)
  expect('sentences' in call).toBe(false)
  await readProvenance(page, own)
  expect(await findViolations(page)).toEqual([])
})

test('the call stands in its epoch; what a record says is text, whatever is in it', async () => {
  await verifyCall(page, 'Every step holds')
  await page.getByText('may be challenged until').waitFor()
  await seeMarkup(page)
  expect(await findViolations(page)).toEqual([])
})

test('a payment that is shown with one wei more is named', async () => {
  await page.route(`**/v1/calls/${callId}`, async (route) => {
    const answer = await route.fetch()
    const json = (await answer.json()) as { payouts: { amount: string }[] }
    const [first] = json.payouts
    if (first !== undefined) first.amount = (BigInt(first.amount) + 1n).toString()
    await route.fulfill({ response: answer, json })
  })
  await open(`/calls/${callId}`)
  await page.getByText('The epoch credited something else').waitFor()
  await page.getByRole('button', { name: 'Verify this call' }).click()
  await page.locator('[data-state=differs]').getByText('EPOCH_CREDIT_WRONG').waitFor()
  await page.unroute(`**/v1/calls/${callId}`)
})

test('the call without data and without output pays operator, model and burn alone', async () => {
  const call = (await (await fetch(`${stack.gatewayUrl}/v1/calls/${vectorsCallId}`)).json()) as {
    receipt: { fee: string; outputTokens: number }
    epoch: number
    payouts: { role: string; amount: string }[]
  }
  expect(call).toMatchObject({ epoch, receipt: { outputTokens: 0 }, attribution: null })
  expect(call.payouts.map(({ role }) => role).toSorted()).toEqual(['model', 'operator'])
  const paid = call.payouts.reduce((all, { amount }) => all + BigInt(amount), 0n)
  expect(paid).toBe((BigInt(call.receipt.fee) * 9_800n) / 10_000n)
  await open(`/calls/${vectorsCallId}`)
  await page.getByText('This model stands on no Datanet').waitFor()
})

test('the browser derives the epoch again, step by step', async () => {
  await open(`/epochs/${epoch}`)
  await page.getByRole('button', { name: `Verify epoch ${epoch}` }).click()
  await page.getByText('Every wei derived again').waitFor()
  expect(await page.locator('.step-ok').count()).toBe(15)
  expect(await findViolations(page)).toEqual([])
})

test('the browser names the first difference when a published blob was altered', async () => {
  const { dataCommitment } = (await (await fetch(`${stack.gatewayUrl}/v1/epochs/${epoch}`)).json()) as {
    dataCommitment: string
  }
  await page.route(`**/v1/data/${dataCommitment}`, async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('"version":1', '"version":2')
    await route.fulfill({ response: answer, body })
  })
  await open(`/epochs/${epoch}`)
  await page.getByRole('button', { name: `Verify epoch ${epoch}` }).click()
  await page.locator('[data-state=differs]').getByText('VERIFY_BLOB_HASH').waitFor()
  expect(await page.locator('.step-ok').count()).toBe(1)
  await page.unroute(`**/v1/data/${dataCommitment}`)
})

/** Opens a page as somebody who is signed in, in a context of their own. */
const openAs = async (token: string, path: string) => {
  const visitor = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 900 } })
  const view = await visitor.newPage()
  view.setDefaultTimeout(120_000)
  await show(view, { name: path, path, token })
  return { view, close: () => visitor.close() }
}

test('usage: what the keys called and cost, and books that agree to the wei', async () => {
  const { view, close } = await openAs(world.payerToken, '/usage')
  // Nobody else calls here; the chat above did too.
  const made = (await (await fetch(`${stack.gatewayUrl}/v1/calls?limit=1000`)).json()) as {
    data: { fee: string | null }[]
  }
  expect(made.data.length).toBeGreaterThan(2)
  const sum = made.data.reduce((all, { fee }) => all + BigInt(fee ?? 0), 0n).toString()
  for (const name of ['By key', 'By model', 'By day'])
    expect(
      await view
        .getByRole('table', { name })
        .locator('tfoot [data-name="Fees, OPEN"] [data-wei]')
        .getAttribute('data-wei'),
    ).toBe(sum)
  await view.getByText('They agree to the wei.').waitFor()
  const saving = view.waitForEvent('download')
  await view.getByRole('button', { name: 'Statement, CSV' }).click()
  const csv = await readFile(await (await saving).path(), 'utf8')
  const lines = csv.trimEnd().split('\r\n').slice(1)
  expect(lines.reduce((all, line) => all + BigInt(line.split(',')[11] ?? ''), 0n).toString()).toBe(sum)
  await close()
})

test('operator: figures and a log that grows, for the operator; others are told whose page it is', async () => {
  const other = await openAs(world.owner.token, '/operator')
  await other.view.getByText('This page is the operator’s').waitFor()
  await other.close()
  const { view, close } = await openAs(world.operator, '/operator')
  await view.getByText('Engine and cache').waitFor()
  await view.getByRole('link', { name: 'Operator' }).first().waitFor()
  const log = view.getByRole('list', { name: 'Lines of the log' })
  await log.getByText('/v1/info').first().waitFor()
  await view.getByLabel('With the words').fill('no-such-word')
  await view.getByText('No such line').waitFor()
  await view.getByLabel('With the words').fill('/v1/nowhere-at-all')
  await fetch(`${stack.gatewayUrl}/v1/nowhere-at-all`)
  await log.getByText('/v1/nowhere-at-all').first().waitFor()
  await close()
})

test('calls are found by model, and the page’s address keeps what is shown', async () => {
  await open('/calls')
  await page.getByRole('textbox', { name: 'Model' }).fill(world.embeddingModel)
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL('**/calls?model=**')
  const rows = page.getByRole('table', { name: 'Calls' }).locator('tbody tr')
  await rows.nth(1).waitFor({ state: 'detached' })
  await expect.poll(() => rows.count()).toBe(1)
  await page.reload()
  await rows.first().waitFor()
  expect(await page.getByRole('textbox', { name: 'Model' }).inputValue()).toBe(world.embeddingModel)
  await expect.poll(() => rows.count()).toBe(1)
})

test('every page and state: no violation of axe in either theme, nothing wider than a small screen', async () => {
  const wrong: string[] = []
  // One browser for all, so that what is loaded is loaded once; what a page keeps is forgotten before the next one.
  const visitor = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 800 } })
  await visitor.addInitScript('localStorage.clear()')
  for (const shown of await everyPage(stack.gatewayUrl, { ...world.owner, apiKey: world.apiKey }, world)) {
    const view = await visitor.newPage()
    await view.emulateMedia({ colorScheme: 'light' })
    await show(view, shown)
    wrong.push(...(await findViolations(view)).map((violation) => `${shown.name}: ${violation}`))
    // Structure is the same by night and on a phone: what differs is contrast, and what is too wide.
    await view.emulateMedia({ colorScheme: 'dark' })
    await view.setViewportSize({ width: 360, height: 800 })
    wrong.push(...(await findViolations(view, 'colours')).map((violation) => `${shown.name} by night: ${violation}`))
    const wide = Number(await view.evaluate('document.documentElement.scrollWidth'))
    if (wide > 360) wrong.push(`${shown.name} is ${wide} px wide on 360`)
    await view.close()
  }
  await visitor.close()
  expect(wrong).toEqual([])
}, 600_000)

test('by keyboard: the slash leads to the search, an id to its page, the first Tab past the header', async () => {
  await open('/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement?.id')).toBe('main')
  await page.keyboard.press('/')
  await page.keyboard.type(callId)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/calls/${callId}`)
  // The new page takes the focus, and the search is empty again: only then is a slash the way back to it.
  await page.locator('#main:focus').waitFor()
  await page.locator('input[type=search]:placeholder-shown').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('no-such-thing')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing here is called no-such-thing.').waitFor()
})

test('a gateway that is gone is said so, what was read stays, and the page goes on when it is back', async () => {
  await open('/calls')
  await page.route('**/v1/**', (route) => route.abort())
  await page.getByText('The gateway does not answer.').waitFor()
  expect(await page.getByRole('row').count()).toBeGreaterThan(1)
  await page.unroute('**/v1/**')
  await page.getByText('The gateway does not answer.').waitFor({ state: 'detached' })
})

test('no page threw, and the policy had nothing to refuse', () => {
  expect(complaints).toEqual([])
})
