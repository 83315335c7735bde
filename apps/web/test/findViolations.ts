import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe found: the rule and where, one line each. */
type Result = {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/**
 * Runs every rule of axe-core on the page as it stands: WCAG 2.2 A and AA, and the best practices.
 *
 * @param rules `colours`: contrast alone, which is what another theme can change
 * @returns `rule: element`, empty when nothing is wrong
 */
export async function findViolations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  // Through the debugger, which the page's own policy does not bind; once a document, it is half a megabyte.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe.source)
  // A colour that is on its way to that of another state or theme is neither: each goes to its end first.
  const { violations }: Result = await page.evaluate(
    `Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition)
      .map((one) => one.finished.catch(() => undefined)))
      .then(() => axe.run(document, { resultTypes: ['violations']${rules === 'all' ? '' : ", runOnly: ['color-contrast']"} }))`,
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
