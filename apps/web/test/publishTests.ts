import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { Page } from '../../../packages/core/test/openBrowser.ts'

/** Who has a training called bird-counter that has succeeded, and a stranger to it. */
export type PublishWorld = {
  readonly developer: () => Page
  readonly stranger: () => Page
  /** Who may read the records that are asked, and is asked to judge. */
  readonly judge: { readonly page: () => Page; readonly address: string }
  /** Waits until a page shows what it has read, and axe has nothing to say; takes a picture where they are wanted. */
  readonly settle: (page: Page, name: string) => Promise<void>
}

/** A trained model is evaluated, judged, priced, published, described and taken away, in a real browser. */
export function testPublishing({ developer, stranger, judge, settle }: PublishWorld): void {
  let address: string

  test('its developer evaluates it on records that the training never saw, and judges pairs blindly by keys', async () => {
    const page = developer()
    await page.goto('/factory')
    await page.getByRole('table', { name: 'Your trainings' }).getByRole('link', { name: 'bird-counter' }).click()
    await page.getByRole('link', { name: 'Evaluate it' }).click()
    await page.getByText('Not evaluated yet').waitFor()
    address = page.url().replace(/\/evaluation.*$/, '')
    await settle(page, 'evaluation-none')
    await page.getByLabel('What to ask').selectOption('questions')
    await page.getByLabel('Questions', { exact: true }).fill('{"prompts": []}')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('Line 1 is not a question').waitFor()
    await page.getByLabel('What to ask').selectOption('heldOut')
    await page.getByLabel('Ask at most').fill('4')
    await page.getByLabel('Judge', { exact: true }).selectOption('base')
    await page.getByRole('button', { name: 'Start' }).click()
    await page
      .locator('.tag', { hasText: /^(waiting|running)$/ })
      .first()
      .waitFor()
    await settle(page, 'evaluation-running')
    const figures = page.getByRole('table', { name: 'Figures' })
    await figures.waitFor({ timeout: 240_000 })
    await figures.getByRole('row', { name: /^All 4 / }).waitFor()
    await page.getByRole('table', { name: 'Which answer is better' }).getByText('both orders').waitFor()
    // Whatever base and adapter said: it stands side by side, for four questions.
    await expect.poll(() => page.locator('.answer').count()).toBe(4)
    await settle(page, 'evaluation')
    await page.getByRole('button', { name: 'Begin', exact: true }).click()
    await page.getByText(/^\d to judge, 0 judged$/).waitFor()
    const pairs = Number((await page.getByText(/to judge, 0 judged$/).textContent())?.split(' ')[0])
    await settle(page, 'evaluation-desk')
    if (pairs > 0) {
      await page.keyboard.press('a')
      await page.getByText(`${pairs - 1} to judge, 1 judged`).waitFor()
    }
    const own = page.getByRole('table', { name: 'Which answer is better' }).getByRole('link', { name: /^0x/ })
    await expect.poll(() => own.count()).toBe(Math.min(1, pairs))
  }, 300_000)

  test('somebody else is asked to judge, sees pairs and nothing else, and is heard', async () => {
    const page = developer()
    await page.getByLabel('Address of an account').fill('0x12')
    await page.getByRole('button', { name: 'Ask them' }).click()
    await page.getByText('That is no address.').waitFor()
    await page.getByLabel('Address of an account').fill(judge.address)
    await page.getByRole('button', { name: 'Ask them' }).click()
    await page.getByRole('button', { name: `Ask no more: ${judge.address.toLowerCase()}` }).waitFor()
    await settle(page, 'evaluation-judges')
    const other = judge.page()
    await other.goto('/review')
    await other.getByRole('table', { name: 'Answers to judge' }).getByRole('link', { name: 'bird-counter' }).click()
    await other.getByRole('button', { name: 'Begin', exact: true }).click()
    await other.getByText(/^\d to judge, 0 judged$/).waitFor()
    const left = Number((await other.getByText(/to judge, 0 judged$/).textContent())?.split(' ')[0])
    await settle(other, 'judging')
    if (left > 0) {
      await other.getByRole('button', { name: /^Neither/ }).click()
      await other.getByText(`${left - 1} to judge, 1 judged`).waitFor()
      await page.reload()
      const verdicts = page.getByRole('table', { name: 'Which answer is better' }).getByRole('link', { name: /^0x/ })
      await expect.poll(() => verdicts.count()).toBe(2)
    }
    const unasked = stranger()
    await unasked.goto(other.url())
    await unasked.getByText('You are not asked to judge here').waitFor()
    await settle(unasked, 'judging-not-asked')
  })

  test('a stranger reads none of it', async () => {
    const page = stranger()
    for (const path of ['evaluation', 'publish']) {
      await page.goto(`${address}/${path}`)
      await page.getByText('This training is somebody else’s').waitFor()
    }
  })

  test('it is priced, its fees are cut, and one click publishes it: it can be called and says how', async () => {
    const page = developer()
    await page.goto(`${address}/publish`)
    const form = page.locator('form')
    await form.getByLabel('Name', { exact: true }).waitFor()
    expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('bird-counter')
    await form.getByLabel('Data', { exact: true }).fill('10')
    await form.getByLabel('Licence').fill('')
    await page.getByRole('button', { name: 'Publish it' }).click()
    await form.getByText('Together they are 60%, not 100%.').waitFor()
    await form.getByText('Name a licence').waitFor()
    await settle(page, 'publish-wrong')
    await form.getByLabel('Data', { exact: true }).fill('50')
    await form.getByLabel('Licence').fill('Apache-2.0')
    await form.getByLabel('Price of a token written').fill('0.00005')
    await form.getByText('0.05 OPEN for a thousand tokens.').waitFor()
    await settle(page, 'publish')
    await page.getByRole('button', { name: 'Publish it' }).click()
    await page.getByRole('heading', { name: 'Published' }).waitFor({ timeout: 90_000 })
    await page.getByText('"model":"bird-counter"').waitFor()
    await settle(page, 'published')
    // After a reload it is still there, and only its card can be changed.
    await page.reload()
    await page.getByRole('heading', { name: 'Published' }).waitFor()
    expect(await page.getByRole('button', { name: 'Publish it' }).count()).toBe(0)
    await page.getByLabel('Licence').fill('MIT')
    await page.getByRole('button', { name: 'Save licence and evaluation' }).click()
    await page.getByText('The card says it.').waitFor()
  })

  test('its page has the card with the figures, and a form for the price that its owner alone sees', async () => {
    const page = developer()
    await page.goto('/models/bird-counter')
    await page.getByText('SmolLM2').first().waitFor()
    await page.getByText('MIT', { exact: true }).waitFor()
    await page
      .getByRole('table', { name: 'Figures' })
      .getByRole('row', { name: /^All 4 / })
      .waitFor()
    await page.getByLabel('Price of a token read').fill('0.00002')
    await page.getByRole('button', { name: 'Set the price' }).click()
    const prices = page.getByRole('table', { name: 'Price history' })
    await prices.getByRole('row', { name: /^2 / }).waitFor()
    await settle(page, 'model-own')
    const other = stranger()
    await other.goto('/models/bird-counter')
    await other.getByRole('table', { name: 'Figures' }).waitFor()
    expect(await other.getByRole('button', { name: 'Set the price' }).count()).toBe(0)
  })

  test('it is taken away as a file that holds the card, weights, settings, manifest and log', async () => {
    const page = developer()
    await page.goto(`${address}/publish`)
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the adapter' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe('bird-counter-adapter.zip')
    const files = unzipSync(await readFile(await download.path()))
    expect(Object.keys(files).sort()).toEqual([
      'README.md',
      'adapter.gguf',
      'adapter_config.json',
      'adapter_model.safetensors',
      'manifest.json',
      'openledger.json',
      'training-log.jsonl',
    ])
    const card = new TextDecoder().decode(files['README.md'])
    expect(card).toContain('license: mit')
    expect(card).toContain('# bird-counter')
  })
}
