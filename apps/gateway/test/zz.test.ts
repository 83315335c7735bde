import { createServer } from 'node:http'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../../packages/core/test/openBrowser.ts'
import { findViolations } from '../../web/test/findViolations.ts'
import { readWebFiles } from '../src/web/readWebFiles.ts'
import { serveWeb } from '../src/web/serveWeb.ts'
import { rows } from './authz/rows/evaluations.ts'
import { runMatrix } from './authz/runMatrix.ts'
import { makeWorld } from './authz/world.ts'
import { type Stack, startStack } from './stack.ts'

describe('tmp', () => {
  let stack: Stack
  let world: Awaited<ReturnType<typeof makeWorld>>
  beforeAll(async () => {
    stack = await startStack()
    world = await makeWorld(stack)
  }, 900_000)
  afterAll(async () => stack?.stop())
  test('pictures', async () => {
    const files = await readWebFiles(join(import.meta.dirname, '../../web/dist'))
    const web = serveWeb(files, stack.anvil.rpcUrl)
    const server = createServer(async (request, response) => {
      const url = `http://${request.headers.host}${request.url}`
      const chunks: Buffer[] = []
      for await (const c of request) chunks.push(c as Buffer)
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([n, v]) => typeof v === 'string' && !['host', 'connection', 'content-length'].includes(n))) as Record<string, string>
      const asked = new Request(url, { method: request.method ?? 'GET', headers })
      const given = request.url?.startsWith('/v1/')
        ? await fetch(stack.url + request.url, { method: request.method ?? 'GET', headers, ...(chunks.length ? { body: Buffer.concat(chunks) } : {}) })
        : (web.file(asked) ?? web.page(asked) ?? new Response('{}', { status: 404 }))
      const out = Object.fromEntries(given.headers)
      if (request.url?.startsWith('/v1/')) { delete out['content-encoding']; delete out['content-length'] }
      response.writeHead(given.status, out)
      response.end(Buffer.from(await given.arrayBuffer()))
    })
    await new Promise<void>((r) => server.listen(0, '127.0.0.1', r))
    const base = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const browser = await openBrowser()
    mkdirSync('/tmp/bench8/pics', { recursive: true })
    const found: string[] = []
    const see = async (name: string, token: string, path: string, after?: (p: any) => Promise<unknown>) => {
      const c = await browser.newContext({ baseURL: base })
      const page = await c.newPage()
      page.setDefaultTimeout(120_000)
      page.on('pageerror', (e) => found.push(`${name}: ${e.message}`))
      if (token !== '') await page.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(token)})`)
      await page.goto(path)
      await page.locator('#main h1').first().waitFor()
      await page.locator('.loading').first().waitFor({ state: 'detached' })
      await after?.(page)
      for (const colorScheme of ['light', 'dark'] as const)
        for (const width of [360, 1440]) {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize({ width, height: 900 })
          await page.screenshot({ path: `/tmp/bench8/pics/${name}-${colorScheme}-${width}.png`, fullPage: true })
          if (width === 360 && (await page.evaluate('document.documentElement.scrollWidth')) as number > 360) found.push(`${name} wide`)
        }
      found.push(...(await findViolations(page)).map((v) => `${name}: ${v}`))
      await c.close()
      console.log('seen', name)
    }
    const id = world.evaluationId
    await see('review-list', world.tokenOf('reviewer'), '/review', (p) => p.getByRole('table', { name: 'Answers to judge' }).waitFor())
    await see('judging-desk', world.tokenOf('reviewer'), `/judging/${id}`, async (p) => {
      await p.getByRole('button', { name: 'Begin', exact: true }).click()
      await p.getByText(/64 to judge, 0 judged/).waitFor()
      await p.getByRole('button', { name: /^Neither/ }).click()
      await p.getByText(/63 to judge, 1 judged/).waitFor()
    })
    await see('judging-not', world.tokenOf('stranger'), `/judging/${id}`, (p) => p.getByText('You are not asked to judge here').waitFor())
    await see('judging-out', '', `/judging/${id}`)
    await see('evaluation', world.tokenOf('developer'), `/factory/${world.jobId}/evaluation?shown=${id}`, async (p) => {
      await p.getByLabel('Address of an account').fill('0x12')
      await p.getByRole('button', { name: 'Ask them' }).click()
      await p.getByText('That is no address.').waitFor()
      const a = `0x${'ab'.repeat(20)}`
      await p.getByLabel('Address of an account').fill(a)
      await p.getByRole('button', { name: 'Ask them' }).click()
      await p.getByRole('button', { name: `Ask ${a} no more` }).waitFor()
    })
    await browser.close()
    server.close()
    expect(found).toEqual([])
  }, 900_000)
  test('authz', async () => {
    const mine = rows.filter(({ route }) => /judg|evaluations/.test(route.path))
    const cells = await runMatrix(world, mine, { quick: true })
    const wrong = cells.filter(({ expected, got, leaks, unseen }) => expected !== got || leaks.length > 0 || unseen.length > 0)
    expect(wrong).toEqual([])
    console.log('cells', cells.length)
  }, 900_000)
})
