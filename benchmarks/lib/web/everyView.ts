import { type Shown, show } from '../../../apps/web/test/everyPage.ts'
import type { Browser, Page } from '../../../packages/core/test/openBrowser.ts'

/** A page as somebody sees it. */
export type View = { readonly page: Page; readonly name: string }

/** Opens every page in each of its states in light and dark at 360 and 1440 px, loaded; each as a new visitor. */
export async function* everyView(browser: Browser, gatewayUrl: string, pages: readonly Shown[]): AsyncGenerator<View> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1_440]) {
      for (const shown of pages) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, baseURL: gatewayUrl })
        const page = await context.newPage()
        await show(page, shown)
        yield { page, name: `${shown.name}-${colorScheme}-${width}` }
        await context.close()
      }
    }
  }
}
