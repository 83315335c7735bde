import { expect, test } from 'vitest'
import type { Page } from '../../../packages/core/test/openBrowser.ts'

/** What the Factory is tried with: a Datanet of questions, its owner, and a developer who has no grant (any more). */
export type FactoryWorld = {
  readonly developer: () => Page
  readonly owner: () => Page
  readonly slug: string
  readonly datanetId: () => string
  /** Waits until a page shows what it has read, and axe has nothing to say; takes a picture where they are wanted. */
  readonly settle: (page: Page, name: string) => Promise<void>
}

/** A developer without code, from the empty Factory to a trained adapter, in a real browser; the training is real. */
export function testFactory({ developer, owner, slug, datanetId, settle }: FactoryWorld): void {
  let address: string
  /** The last step that stands on the first chart's canvas; 0 before there is one. */
  const drawn = async (page: Page) =>
    Number(await page.evaluate("document.querySelector('.curve-plot')?.dataset.drawn ?? 0"))
  /** That step once no more come. */
  const settledAt = async (page: Page) => {
    for (let last = -1; ; ) {
      const now = await drawn(page)
      if (now === last) return now
      last = now
      await page.waitForTimeout(500)
    }
  }

  test('the Factory: what one would train on is asked for in place, granted, and found to fit', async () => {
    const page = developer()
    await page.goto('/factory')
    await page.getByText('No training yet').waitFor()
    await settle(page, 'factory-empty')
    await page.getByRole('link', { name: 'New training' }).click()
    await page.getByRole('button', { name: 'Start the training' }).click()
    await page.getByText('Choose at least one version.').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('bird-counter')
    await page.getByRole('button', { name: `Add ${slug}` }).click()
    const pick = page.getByRole('article', { name: slug })
    await pick.getByText(/^Ask (again|for access)$/).click()
    await pick.getByLabel('Your words').fill('To count birds with.')
    await pick.getByRole('button', { name: 'Ask', exact: true }).click()
    await pick.locator('.factory-pick-head .tag', { hasText: 'asked' }).waitFor()
    await page.getByText('needs a grant first').waitFor()
    await settle(page, 'new-training-asked')
    const desk = owner()
    await desk.goto(`/datanets/${datanetId()}/access`)
    await desk.getByRole('button', { name: /^Decide on 0x/ }).click()
    await desk.getByRole('button', { name: 'Grant', exact: true }).click()
    await desk.locator('.tag', { hasText: 'granted' }).waitFor()
    await pick.locator('.factory-pick-head .tag', { hasText: 'granted' }).waitFor()
    await pick.getByText('data share from').waitFor()

    await pick.getByLabel('At most, records').fill('5')
    await pick.getByLabel('Only with the words').fill('birds counted')
    await page.getByLabel('Quick').check()
    await page.getByText('Advanced', { exact: true }).click()
    await page.getByLabel('Learning rate').fill('2e')
    await page.getByText('Write a number above 0').waitFor()
    await page.getByLabel('Learning rate').fill('1e-3')
    await page.getByLabel('Epochs').fill('8')
    await page.getByLabel('Records a step').fill('1')
    await page.getByLabel('Evaluate every').fill('10')
    await page.getByLabel('Hold out').fill('20')
    await page.getByRole('button', { name: 'Add a prompt' }).click()
    await page.getByLabel('Prompt 1', { exact: true }).fill('How many birds <b>were</b> counted?')
    await page.locator('.factory-verdict .tag', { hasText: /^fits|tight$/ }).waitFor()
    await page.getByText('Command', { exact: true }).click()
    expect(await page.getByLabel('Command', { exact: true }).textContent()).toContain('model train bird-counter')
    await settle(page, 'new-training')
    // What was typed outlives a reload.
    await page.reload()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('bird-counter')
    await page.locator('.factory-verdict .tag', { hasText: /^fits|tight$/ }).waitFor()
    await page.getByRole('button', { name: 'Start the training' }).click()
    await page.waitForURL(/\/factory\/[0-9a-f-]{36}$/)
    address = page.url()
  })

  test('the training is watched live, loaded again, stopped, gone on with, and done', async () => {
    const page = developer()
    // Without being asked to, the page draws what comes: to the first checkpoint, and beyond.
    await expect.poll(() => drawn(page), { timeout: 300_000 }).toBeGreaterThan(0)
    const before = await drawn(page)
    await expect.poll(() => drawn(page), { timeout: 60_000 }).toBeGreaterThan(before)
    await settle(page, 'run-live')
    await page
      .getByText(/^Checkpoint after step [1-9]/)
      .first()
      .waitFor({ timeout: 300_000 })
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByText('Stopped; what it has learnt is kept').waitFor()
    await page.locator('.run-state .tag', { hasText: 'stopped' }).waitFor()
    const stoppedAt = await settledAt(page)
    await page.reload()
    await expect.poll(() => drawn(page), { timeout: 30_000 }).toBe(stoppedAt)
    await page.getByText('Stopped; what it has learnt is kept').waitFor()
    await settle(page, 'run-stopped')
    // Cancelling would lose the checkpoints: it is asked first.
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByText('can’t go on afterwards').waitFor()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('button', { name: 'Go on', exact: true }).click()
    await page.getByText(/^Went on from step/).waitFor({ timeout: 180_000 })
    await page.locator('.run-state .tag', { hasText: 'done' }).waitFor({ timeout: 600_000 })
    expect(await drawn(page)).toBeGreaterThan(stoppedAt)
    await page.getByRole('heading', { name: 'How many birds <b>were</b> counted?' }).waitFor()
    const shown = await page.getByRole('img', { name: /^Loss: / }).getAttribute('aria-label')
    expect(shown).toMatch(/^Loss: Loss [\d.e-]+, Held-out loss [\d.e-]+$/)
    await page.getByRole('link', { name: 'Evaluate it' }).waitFor()
    await page.getByRole('link', { name: 'Publish it' }).waitFor()
    await settle(page, 'run-done')
    // Whoever comes later sees the same.
    const steps = await settledAt(page)
    await page.reload()
    await expect.poll(() => drawn(page), { timeout: 30_000 }).toBe(steps)
    expect(await page.getByRole('img', { name: /^Loss: / }).getAttribute('aria-label')).toBe(shown)
    await page.locator('.timeline li', { hasText: /^Done/ }).waitFor()
  }, 1_500_000)

  test('it is copied, listed, and nobody else’s to see', async () => {
    const page = developer()
    await page.getByRole('link', { name: 'Copy this training' }).click()
    await page.getByText('These are the choices of bird-counter.').waitFor()
    expect(await page.getByLabel('At most, records').inputValue()).toBe('5')
    expect(await page.getByLabel('Prompt 1', { exact: true }).inputValue()).toBe('How many birds <b>were</b> counted?')
    await page.getByRole('button', { name: 'Begin anew' }).click()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('')
    await page.goto('/factory')
    await page.getByRole('table', { name: 'Your trainings' }).getByRole('link', { name: 'bird-counter' }).waitFor()
    await settle(page, 'factory')
    const other = owner()
    await other.goto(address)
    await other.getByText('This training is somebody else’s').waitFor()
    await settle(other, 'run-foreign')
  })
}
