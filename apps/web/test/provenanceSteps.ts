import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What the API tells the caller of a call. */
export type OwnCall = {
  readonly answer: string
  readonly spans: readonly { readonly records: readonly unknown[] }[]
  readonly sentences: readonly {
    readonly citations: readonly { readonly commitment: string; readonly score: string }[]
  }[]
  readonly attribution: { readonly entries: readonly { readonly commitment: string; readonly score: string }[] }
  readonly payouts: readonly { readonly commitment: string; readonly amount: string }[]
}

/** Verifies the call that is in view; waits for the verdict. */
export async function verifyCall(page: Page, verdict: string): Promise<void> {
  await page.getByRole('button', { name: 'Verify this call' }).click()
  await page.locator('.verdict', { hasText: verdict }).waitFor()
  expect(await page.locator('.step-no').count()).toBe(0)
  expect(await page.locator('.step-ok').count()).toBeGreaterThan(2)
}

/** Two answers to one question with markup, stopped in the middle: each is a call that was billed for what it produced. */
export async function askTwo(
  page: Page,
  where: { readonly gatewayUrl: string; readonly apiKey: string },
): Promise<void> {
  const question = '<img src="x" onerror="document.title=1"> <b>Write</b> a long story of the sea, of many ships.'
  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByLabel('Two side by side').check()
  await page.getByText('Options').click()
  await page.getByLabel('Most tokens of the answer').fill('160')
  await page.getByLabel('Your message').fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
  const turn = page.locator('.turn')
  const answers = turn.locator('.said-assistant')
  expect(await answers.count()).toBe(2)
  for (const place of [0, 1]) await answers.nth(place).locator('.said-text', { hasText: /\w{2}/ }).waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await turn.locator('.turn-fee').nth(1).waitFor()
  expect(await turn.getByText(question).count()).toBe(1)
  expect(await page.locator('.turn img, .turn b').count()).toBe(0)
  expect(await page.title()).toContain('Chat')
  const links = await turn
    .getByRole('link', { name: 'The whole call' })
    .evaluateAll((all) => all.map((one) => String(one.getAttribute('href'))))
  expect(new Set(links).size).toBe(2)
  let cost = 0n
  for (const link of links) {
    const response = await fetch(`${where.gatewayUrl}/v1${link}`, {
      headers: { authorization: `Bearer ${where.apiKey}` },
    })
    const { receipt } = (await response.json()) as { receipt: { fee: string; outputTokens: number } }
    expect(receipt.outputTokens).toBeGreaterThan(0)
    cost += BigInt(receipt.fee)
  }
  // The sum of the chat's receipts, to the wei.
  await page.locator(`.chat-cost [title="${cost} wei"]`).waitFor()
}

/** The view says of each record what the epoch paid for it, to the wei, and shows where in the answer it worked. */
export async function readProvenance(page: Page, own: OwnCall): Promise<void> {
  const { entries } = own.attribution
  const records = page.locator('.prov-record')
  expect(await records.count()).toBe(entries.length)
  expect((await page.locator('.prov-text').textContent())?.replaceAll(/\d+/g, '')).toBe(
    own.answer.replaceAll(/\d+/g, ''),
  )
  for (const { commitment, score } of entries) {
    const record = records.filter({ has: page.locator(`a[href="/records/${commitment}"]`) })
    await record.locator('.prov-more').click()
    const paid = own.payouts.filter((one) => one.commitment === commitment)
    const sum = paid.reduce((all, { amount }) => all + BigInt(amount), 0n)
    expect(await record.locator('.prov-credits > div').count()).toBe(paid.length + 1)
    expect(await record.locator('.prov-credits-sum').getByText(`${sum} wei`).count()).toBe(1)
    // What it did for the sentences sums to what it did for the answer.
    const effects = own.sentences.map(
      ({ citations }) => citations.find((one) => one.commitment === commitment)?.score ?? '0',
    )
    const whole = effects.reduce((all, effect) => all + Number(effect), 0)
    expect(Math.abs(whole - Number(score))).toBeLessThanOrEqual(effects.length + 1)
  }
  const [best] = entries.toSorted((a, b) => Number(b.score) - Number(a.score))
  const record = records.filter({ has: page.locator(`a[href="/records/${best?.commitment}"]`) })
  await record.locator('.prov-mark').click()
  await page.mouse.move(0, 0)
  expect(await page.locator('.prov-sentence[data-lit=true]').count()).toBeGreaterThan(0)
  await record.locator('.prov-mark').press('Enter')
  const match = page.locator('.prov-match').first()
  await match.focus()
  expect(await match.getAttribute('data-lit')).toBe('true')
}

/** A record that the reader may not read is said to be one; where its text is markup, it is shown as text. */
export async function seeMarkup(page: Page): Promise<void> {
  const markup = '<script>document.title = 1</script><img src=x onerror="document.title=2"><b>bold</b>'
  // Who gets what of each record was unfolded before.
  await page.getByRole('button', { name: 'What it says' }).first().click()
  await page.getByText('You may not read this record here').waitFor()
  await page.getByRole('button', { name: 'Hide it' }).click()
  await page.route(/\/v1\/records\/.*content=1/, async (route) => {
    const answer = await route.fetch({ url: route.request().url().replace(/\?.*/, '') })
    const record = (await answer.json()) as Record<string, unknown>
    const json = { ...record, content: { kind: 'document', title: markup, text: markup, url: 'https://example.org' } }
    await route.fulfill({ response: answer, json })
  })
  await page.getByRole('button', { name: 'What it says' }).first().click()
  const said = page.locator('.prov-said')
  await said.waitFor()
  expect(await said.locator('p').allTextContents()).toEqual([markup, markup])
  expect(await page.locator('.prov-said img, .prov-said b, .prov-said script').count()).toBe(0)
  await page.unrouteAll({ behavior: 'wait' })
}
