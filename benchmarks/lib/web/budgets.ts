import type { Browser } from '../../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../bench.ts'

/** Greatest size of the scripts that the first page needs, in kB of gzip. */
const SCRIPTS_kB_max = 180
/** Latest largest paint on localhost, ms. */
const PAINT_ms_max = 1_000

/** Asked of the page: when its largest element was painted, in ms after the navigation began. */
const LARGEST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint', buffered: true })
})`

/** Opens the first page with an empty cache, again and again: what it loads, and when it is painted. */
export async function measureBudgets(context: BenchContext, browser: Browser, gatewayUrl: string): Promise<void> {
  const repetitions = context.quick ? 3 : 9
  const paints: number[] = []
  let bytes = 0
  for (let run = 0; run < repetitions; run++) {
    const visitor = await browser.newContext()
    const page = await visitor.newPage()
    let scripts = 0
    page.on('response', (response) => {
      const { 'content-length': length, 'content-encoding': encoding } = response.headers()
      if (response.request().resourceType() !== 'script') return
      if (encoding === 'gzip' || Number(length) < 1_024) scripts += Number(length)
      else throw new Error(`${response.url()} was not sent in gzip`)
    })
    await page.goto(gatewayUrl, { waitUntil: 'networkidle' })
    paints.push(Number(await page.evaluate(LARGEST_PAINT)))
    bytes = Math.max(bytes, scripts)
    await visitor.close()
  }
  const paint = paints.toSorted((a, b) => a - b)[Math.floor(paints.length / 2)] ?? Number.NaN
  const kB = bytes / 1_000
  context.row({
    name: 'first page JS',
    value: Number(kB.toFixed(1)),
    unit: 'kB gzip',
    bar: `≤ ${SCRIPTS_kB_max}`,
    ok: kB <= SCRIPTS_kB_max,
    note: 'every script that the first page asks for, as sent',
  })
  context.row({
    name: 'largest paint on localhost',
    value: Math.round(paint),
    unit: 'ms',
    bar: `≤ ${PAINT_ms_max}`,
    ok: paint <= PAINT_ms_max,
    note: `median of ${repetitions} visits with an empty cache; slowest ${Math.round(Math.max(...paints))} ms`,
  })
}
