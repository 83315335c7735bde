import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Shown } from '../../../apps/web/test/everyPage.ts'
import type { Browser } from '../../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../bench.ts'
import { everyView } from './everyView.ts'

/** A picture of every page, light and dark, 360 and 1440 px, for a person to look at; none wider than its screen. */
export async function takeScreenshots(
  context: BenchContext,
  browser: Browser,
  gatewayUrl: string,
  pages: readonly Shown[],
  /** Of the pictures, in `apps/web/screenshots`; what was in it before is gone. */
  group: string,
): Promise<void> {
  const folder = join(context.root, 'apps', 'web', 'screenshots', group)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const wide: string[] = []
  let taken = 0
  for await (const { page, name } of everyView(browser, gatewayUrl, pages)) {
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
    taken += 1
    const over = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    if (over === true) wide.push(name)
  }
  context.progress(`${taken} pictures in ${folder}`)
  context.row({
    name: 'pages wider than their screen',
    value: wide.length,
    unit: 'views',
    bar: '0',
    ok: wide.length === 0,
    note: `of ${taken} pictures; ${wide.join(', ')}`,
  })
}
