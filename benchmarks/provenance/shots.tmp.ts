import { openBrowser } from '../../packages/core/test/openBrowser.ts'
import { serveApp } from './serveApp.ts'
import { answersOf } from './measureView.ts'
import { makeViewWorld } from './viewCall.ts'
const world = makeViewWorld()
const app = await serveApp(process.cwd(), 'http://127.0.0.1:9', answersOf(world))
const browser = await openBrowser()
for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [360, 1440]) {
    if (colorScheme === 'dark' && width === 360) continue
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
    const page = await context.newPage()
    page.on('console', (m) => { if (m.type() === 'error') console.log(m.text()) })
    page.on('pageerror', (e) => console.log('ERR', e.message))
    await page.goto(`${app.url}/calls/${world.call.callId}`)
    await page.locator('.prov-record').first().waitFor()
    await page.locator('.prov-record .prov-mark').nth(2).click()
    await page.locator('.prov-more').first().click()
    await page.screenshot({ path: `/tmp/shots/call-${colorScheme}-${width}.png`, fullPage: false })
    await page.locator('.prov').scrollIntoViewIfNeeded()
    await page.evaluate('document.querySelector(".prov").scrollIntoView()')
    await page.screenshot({ path: `/tmp/shots/prov-${colorScheme}-${width}.png` })
    await page.evaluate('document.querySelector(".flow").scrollIntoView()')
    await page.locator('.flow-band').nth(20).hover().catch((e) => console.log('hover', String(e).slice(0, 200)))
    await page.screenshot({ path: `/tmp/shots/flow-${colorScheme}-${width}.png` })
    console.log(width, await page.evaluate('document.documentElement.scrollWidth'))
    await page.goto(`${app.url}/chat`)
    await page.locator('#question').waitFor()
    await page.getByLabel('Two side by side').check()
    await page.getByText('Options').click()
    await page.screenshot({ path: `/tmp/shots/chat-${colorScheme}-${width}.png`, fullPage: true })
    console.log('chat', width, await page.evaluate('document.documentElement.scrollWidth'))
    await context.close()
  }
await browser.close()
await app.close()
