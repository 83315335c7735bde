import type { Shown } from '../../../apps/web/test/everyPage.ts'
import { findViolations } from '../../../apps/web/test/findViolations.ts'
import type { Browser } from '../../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../bench.ts'
import { everyView } from './everyView.ts'

/** axe-core on every page, in both themes and two widths. */
export async function findAllViolations(
  context: BenchContext,
  browser: Browser,
  gatewayUrl: string,
  pages: readonly Shown[],
): Promise<void> {
  const found: string[] = []
  let views = 0
  for await (const { page, name } of everyView(browser, gatewayUrl, pages)) {
    views += 1
    for (const violation of await findViolations(page)) {
      found.push(violation)
      context.progress(`${name}: ${violation}`)
    }
  }
  context.row({
    name: 'axe violations',
    value: found.length,
    unit: 'violations',
    bar: '0',
    ok: found.length === 0,
    note: `${pages.length} pages and states, ${views} views: light and dark, 360 and 1440 px`,
  })
}
