import type { Browser, Page } from '../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'

/** Longest 95th percentile of an interaction, ms. */
const INTERACTION_ms_max = 100

/** In the page: from the key or the click to the frame in which the list has changed. */
const WATCH = `window.watchInteraction = (what) => {
  const rows = () => [...document.querySelectorAll('table[aria-label="Records of the version"] tbody th')]
  const shown = () => what === 'focus'
    ? String(rows().findIndex((row) => row.contains(document.activeElement)))
    : rows().map((row) => row.textContent).join() || document.querySelector('.empty')?.textContent
  const before = shown()
  let begun
  const begin = ({ timeStamp }) => { begun ??= timeStamp }
  for (const kind of ['keydown', 'click']) addEventListener(kind, begin, { capture: true, once: true })
  window.interaction = new Promise((resolve) => {
    const look = () => {
      if (begun === undefined || shown() === before) return requestAnimationFrame(look)
      requestAnimationFrame(() => resolve(performance.now() - begun))
    }
    look()
  })
}`

type Step = {
  readonly name: string
  readonly what: 'list' | 'focus'
  /** What is filled in before, which changes nothing yet. */
  readonly prepare?: (page: Page) => Promise<unknown>
  readonly act: (page: Page) => Promise<unknown>
}

const key = (name: string) => (page: Page) => page.keyboard.press(name)
const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()
const filter = (name: string, prepare: NonNullable<Step['prepare']>): readonly Step[] => [
  { name, what: 'list', prepare, act: press('Show') },
  { name: `${name}, next page`, what: 'list', act: key('n') },
  { name: `${name} off`, what: 'list', act: press('Clear') },
]

/** What somebody does in the viewer, in turn: each changes the list, or the record in focus. */
const steps: readonly Step[] = [
  { name: 'next record', what: 'focus', act: key('j') },
  { name: 'next page', what: 'list', act: key('n') },
  { name: 'next page', what: 'list', act: key('n') },
  { name: 'page before', what: 'list', act: key('p') },
  { name: 'next record', what: 'focus', act: key('j') },
  ...filter('kind', (page) => page.getByLabel('Kind').selectOption('document')),
  ...filter('verdict', (page) => page.getByLabel('Verdict').selectOption('mark')),
  ...filter('language', (page) => page.getByLabel('Language').fill('de')),
  ...filter('length', (page) => page.getByLabel('Length from').fill('300')),
  ...filter('words', (page) => page.getByLabel('Words').fill('harbour keeper')),
  ...filter('all at once', async (page) => {
    await page.getByLabel('Kind').selectOption('document')
    await page.getByLabel('Language').fill('de')
    await page.getByLabel('Words').fill('fog')
  }),
]

const watch = (page: Page, what: Step['what']) => page.evaluate(`window.watchInteraction(${JSON.stringify(what)})`)

/** Uses the viewer as its owner does, over and over; each interaction from the key or click to the frame that shows its outcome. */
export async function measureInteractions(
  context: BenchContext,
  browser: Browser,
  version: {
    readonly gatewayUrl: string
    readonly datanetId: string
    readonly token: string
    readonly records: number
    readonly counting_ms: number
  },
): Promise<void> {
  const { gatewayUrl, datanetId, token, records, counting_ms } = version
  const visitor = await browser.newContext({ baseURL: gatewayUrl, viewport: { width: 1_440, height: 900 } })
  const page = await visitor.newPage()
  page.setDefaultTimeout(60_000)
  await page.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(token)})`)
  await page.addInitScript(WATCH)
  await page.goto(`/datanets/${datanetId}/records?version=2`)
  await page.locator('table[aria-label="Records of the version"]').waitFor()
  await page.getByText('How the records are spread').waitFor()
  await page.locator('.spread').first().waitFor()
  const taken = new Map<string, number[]>()
  const rounds = context.quick ? 2 : 10
  // The first round warms the page's code and the database's plans, as a visit of some seconds does.
  for (let round = 0; round <= rounds; round++) {
    for (const { name, what, prepare, act } of steps) {
      await prepare?.(page)
      await watch(page, what)
      await act(page)
      const ms = Number(await page.evaluate('window.interaction'))
      if (round > 0) taken.set(name, [...(taken.get(name) ?? []), ms])
    }
  }
  await visitor.close()
  const all = [...taken.values()].flat()
  const p95 = quantile(all, 0.95)
  const worst = [...taken]
    .map(([name, times]) => ({ name, ms: quantile(times, 0.95) }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 3)
  context.row({
    name: `interaction p95, a version of ${records.toLocaleString('en')} records`,
    value: Math.round(p95),
    unit: 'ms',
    bar: `≤ ${INTERACTION_ms_max}`,
    ok: p95 <= INTERACTION_ms_max,
    note: `${all.length} interactions (keys, pages, filters, words), from the event to the frame that shows the outcome; median ${Math.round(quantile(all, 0.5))} ms; slowest kinds ${worst.map(({ name, ms }) => `${name} ${Math.round(ms)}`).join(', ')}`,
  })
  context.row({
    name: 'histograms counted when the version is published',
    value: Math.round(counting_ms),
    unit: 'ms',
    bar: null,
    ok: null,
    note: 'by the indexer; a reader gets what was counted',
  })
}
