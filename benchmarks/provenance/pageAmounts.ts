import { z } from 'zod'
import type { Page } from '../../packages/core/test/openBrowser.ts'

/** Amounts of a page by what they stand for, wei: several where rows have the same name. */
export type Amounts = Map<string, bigint[]>

const foundSchema = z.array(z.tuple([z.string(), z.string()]))

/**
 * Asked of the page: every amount that it shows with what it stands for: of a table its label, the row's head and the
 * column; elsewhere the name beside it.
 */
const READ = `(() => {
  const hexOf = (element) => element?.querySelector('.hex[title]')?.getAttribute('title')
  const textOf = (element) => element?.textContent?.trim().replaceAll(/\\s+/g, ' ') ?? ''
  const placeOf = (element) => {
    const cell = element.closest('[data-name]')
    const row = cell?.closest('[role=row]')
    if (row) {
      const head = row.querySelector('[role=rowheader]')
      const name = row.closest('tfoot') ? 'total' : (hexOf(head) ?? textOf(head))
      return [row.closest('[role=table]').getAttribute('aria-label'), name, cell.dataset.name]
    }
    const station = element.closest('.station')
    if (station)
      return ['station', textOf(station.querySelector('h3')), element.closest('.station-more') ? 'more' : 'value']
    const article = textOf(element.closest('article')?.querySelector('.channel-name .hex'))
    for (const [kind, part] of [['balance', '.balance-line'], ['figure', '.figure'], ['fact', '.fact']]) {
      const line = element.closest(part)
      if (line) return [article + kind, textOf(line.querySelector('dt'))]
    }
    return ['elsewhere', textOf(element.closest('section')?.querySelector('h2'))]
  }
  return [...document.querySelectorAll('#main [data-wei]')].map((element) => [
    placeOf(element).join(' › '),
    element.dataset.wei,
  ])
})()`

/** What stands for one amount: as {@link readAmounts} names it. */
export const place = (...parts: readonly string[]): string => parts.join(' › ')

/**
 * Every amount of an open page, those of further pages of its lists too: each list is turned to its end.
 */
export async function readAmounts(page: Page): Promise<Amounts> {
  const amounts: Amounts = new Map()
  const read = async () => foundSchema.parse(await page.evaluate(READ))
  const take = (found: readonly (readonly [string, string])[]) => {
    for (const [name, wei] of found) amounts.set(name, [...(amounts.get(name) ?? []), BigInt(wei)])
  }
  // What is folded may be made only once it is opened.
  await page.evaluate(`document.querySelectorAll('#main details').forEach((one) => { one.open = true })`)
  await settled(page)
  const first = await read()
  take(first)
  const lists = await page.locator('.paging').count()
  for (let list = 0; list < lists; list++) {
    const paging = page.locator('.paging').nth(list)
    const [table] = await tableBefore(page, list)
    for (;;) {
      const next = paging.getByRole('button', { name: 'Next' })
      if (!(await next.isEnabled())) break
      const before = await paging.getByRole('status').textContent()
      await next.click()
      await paging
        .getByRole('status')
        .filter({ hasNotText: before ?? '' })
        .waitFor()
      await page.locator('.loading').first().waitFor({ state: 'detached' })
      await settled(page)
      take((await read()).filter(([name]) => name.startsWith(`${table} › `) && !name.startsWith(`${table} › total`)))
    }
  }
  return amounts
}

/** The label of the table above a list's page controls. */
async function tableBefore(page: Page, list: number): Promise<string[]> {
  const label = await page.evaluate(`(() => {
    const paging = document.querySelectorAll('.paging')[${list}]
    const tables = [...document.querySelectorAll('[role=table]')]
    return tables.filter((table) => table.compareDocumentPosition(paging) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)
      ?.getAttribute('aria-label') ?? ''
  })()`)
  return [z.string().parse(label)]
}

/** Waits until what is asked for has been answered and shown: a list that is read page by page keeps the old rows until then. */
export async function settled(page: Page): Promise<void> {
  let last = ''
  for (let quiet = 0; quiet < 3; ) {
    const now = z.string().parse(await page.evaluate(`document.querySelector('#main').textContent`))
    quiet = now === last ? quiet + 1 : 0
    last = now
    await page.waitForTimeout(60)
  }
}
