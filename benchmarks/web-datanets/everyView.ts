import type { Browser, Page } from '../../packages/core/test/openBrowser.ts'

/** A page as somebody sees it. */
export type View = { readonly page: Page; readonly name: string }

/** Opens every page in light and dark at 360 and 1440 px, loaded. */
export async function* everyView(
  browser: Browser,
  gatewayUrl: string,
  pages: ReadonlyMap<string, string>,
): AsyncGenerator<View> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1_440]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, baseURL: gatewayUrl })
      const page = await context.newPage()
      for (const [name, path] of pages) {
        await page.goto(path)
        await page.locator('h1').first().waitFor()
        await page.locator('.loading').first().waitFor({ state: 'detached' })
        yield { page, name: `${name}-${colorScheme}-${width}` }
      }
      await context.close()
    }
  }
}
