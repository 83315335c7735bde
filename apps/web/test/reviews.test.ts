import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBrowser } from '../../../packages/core/test/openBrowser.ts'
import { findViolations } from './findViolations.ts'
import { makeReviewWorld, rightOf } from './reviewWorld.ts'
import { testSignIn } from './signInTests.ts'
import { type Stack, startStack } from './startStack.ts'

vi.setConfig({ testTimeout: 180_000 })

let stack: Stack
let browser: Browser
let world: Awaited<ReturnType<typeof makeReviewWorld>>
const complaints: string[] = []

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), openBrowser()])
  world = await makeReviewWorld(stack, { reviews: 2, testQuestions: 4, goldenShareBps: 0, agreementBps: 6_000 })
}, 240_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

/** A browser in which somebody is signed in; each has a storage of its own. */
async function signedIn(token: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: stack.gatewayUrl, viewport: { width: 1280, height: 900 } })
  await context.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(token)})`)
  return context
}
async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|is not an allowed source/.test(message.text())) complaints.push(message.text())
  })
  await page.goto(path)
  await page.locator('#main h1').first().waitFor()
  await page.locator('.loading').first().waitFor({ state: 'detached' })
  return page
}
const at = (path = '') => `/datanets/${world.datanetId}/review${path}`
const tasks = (page: Page) => page.getByRole('article')

test('a stranger reads how the review goes, and is told to sign in to take part', async () => {
  const context = await browser.newContext({ baseURL: stack.gatewayUrl })
  const page = await open(context, at())
  await page.getByText('2 blind reviews a record, of which 60% must say the same').waitFor()
  await page.getByText('Sign in to take part in this review.').waitFor()
  expect(await findViolations(page)).toEqual([])
  for (const path of ['/review', at('/desk'), at('/manage')]) {
    await page.goto(path)
    await page.getByText(/^Sign in to /).waitFor()
  }
  await context.close()
})

test('the test comes before the first task, and a reload keeps it', async () => {
  const context = await signedIn(world.reader.token)
  const page = await open(context, '/review')
  await page.getByText('Take the test first').waitFor()
  expect(await findViolations(page)).toEqual([])
  await page.getByRole('link', { name: 'land-forms' }).click()
  await page.getByRole('button', { name: 'Begin the test' }).click()
  const questions = page.getByRole('group', { name: /^Question/ })
  await questions.first().waitFor()
  const asked = await questions.allTextContents()
  expect(asked).toHaveLength(4)
  await page.reload()
  await page.getByRole('button', { name: 'Go on with the test' }).click()
  await questions.first().waitFor()
  expect(await questions.allTextContents()).toEqual(asked)
  expect(await page.getByRole('button', { name: 'Send the answers' }).isDisabled()).toBe(true)
  expect(await findViolations(page)).toEqual([])
  for (const [i, words] of asked.entries())
    await questions
      .nth(i)
      .getByLabel(rightOf(words) === 'accept' ? 'Accept' : 'Refuse')
      .check()
  await page.getByRole('button', { name: 'Send the answers' }).click()
  await page.getByRole('link', { name: 'Go to the review desk' }).waitFor()
  await context.close()
})

test('the desk by keys alone: take, accept, refuse with a reason, unsure, select and accept many; reload and second tab', async () => {
  const context = await signedIn(world.reader.token)
  const page = await open(context, at('/desk'))
  await page.getByText('You have no tasks').waitFor()
  await page.keyboard.press('?')
  await page.getByText('select similar ones').waitFor()
  await page.keyboard.press('n')
  await tasks(page).first().waitFor()
  expect(await tasks(page).count()).toBe(world.count)
  expect(await page.title()).not.toBe('taken')
  expect(await page.getByText('<script>').count()).toBe(1)
  expect(await findViolations(page)).toEqual([])

  const names = () => tasks(page).evaluateAll((nodes) => nodes.map((node) => node.id))
  const [first, second, third, ...rest] = await names()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await page.evaluate('document.activeElement.id')).toBe(third)
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  expect(await page.evaluate('document.activeElement.id')).toBe(first)

  // What is being written survives a reload, and a second tab has the same tasks.
  await page.keyboard.press('c')
  await page.keyboard.type('a jar')
  await page.keyboard.press('Escape')
  await page.reload()
  await tasks(page).first().waitFor()
  expect(await page.getByLabel('A word about it').inputValue()).toBe('a jar')
  const other = await open(context, at('/desk'))
  await tasks(other).first().waitFor()
  await other.route('**/review/tasks', (route) => route.abort())
  expect(await tasks(other).evaluateAll((nodes) => nodes.map((node) => node.id))).toEqual(await names())

  await page.bringToFront()
  await page.keyboard.press('r')
  await page.getByText('Why is it refused?').waitFor()
  expect(await findViolations(page)).toEqual([])
  await page.keyboard.press('3')
  await page.getByText('Refuse. 5 tasks are left.').waitFor()
  expect(await page.evaluate('document.activeElement.id')).toBe(second)
  await page.keyboard.press('u')
  await page.getByText('Unsure. 4 tasks are left.').waitFor()
  await page.keyboard.press('a')
  await page.getByText('Accept. 3 tasks are left.').waitFor()

  // The other tab still shows what was answered here: another answer is not taken, and nothing is changed by it.
  await other.getByRole('button', { name: 'Accept' }).first().click()
  await other.getByText('Not taken: This task was answered: refuse.').waitFor()
  await other.close()

  await page.bringToFront()
  expect(await names()).toEqual(rest)
  for (let i = 0; i < rest.length; i += 1) {
    await page.keyboard.press('x')
    await page.keyboard.press('j')
  }
  await page.getByText('Accept the selected (3)').waitFor()
  await page.keyboard.press('b')
  await page.getByText('3 accepted. 0 left.').waitFor()
  await page.keyboard.press('n')
  await page.getByText('Nothing to review for you now').first().waitFor()
  await context.close()
})

test('a gateway that is gone loses nothing: the answer is sent again when it is back', async () => {
  const { datanetId, second } = world
  const { questions, testId } = await second.ledger.review.beginTest(datanetId)
  const right = questions.map((question) => rightOf(JSON.stringify(question)) as 'accept' | 'refuse')
  await second.ledger.review.endTest(datanetId, testId, right)
  const context = await signedIn(second.token)
  const page = await open(context, at('/desk'))
  await page.keyboard.press('n')
  await tasks(page).first().waitFor()
  await context.setOffline(true)
  await page.keyboard.press('a')
  await page.getByText('WEB_UNREACHABLE').first().waitFor()
  expect(await tasks(page).count()).toBe(world.count)
  await context.setOffline(false)
  for (let left = world.count - 1; left >= 0; left -= 1) {
    await page.keyboard.press('a')
    await page
      .getByText(left === 0 ? 'No task is left' : left === 1 ? 'One task is left' : `${left} tasks are left`)
      .waitFor()
  }
  await context.close()
})

test('the owner sees progress and agreement, decides what is split; the contributor reads why and appeals', async () => {
  const owner = await signedIn(world.owner.token)
  const page = await open(owner, at('/manage'))
  await page.getByText('Waiting for a decision').waitFor()
  const cases = page.getByRole('listitem').filter({ hasText: 'No agreement' })
  await cases.first().waitFor()
  expect(await cases.count()).toBe(2)
  await page.getByText('refused: It is unclear').waitFor()
  expect(await findViolations(page)).toEqual([])
  expect(await page.content()).not.toContain(world.contributor.account.address.toLowerCase())
  for (const left of [1, 0]) {
    const one = cases.first()
    await one.getByLabel(/Your reason/).fill('Two readers did not agree, and the source says otherwise.')
    await one.getByRole('button', { name: 'Refuse it' }).click()
    await expect.poll(() => cases.count()).toBe(left)
  }
  await page.getByLabel('Reviews a record').fill('3')
  await page.getByRole('button', { name: 'Save the policy' }).click()
  await page.getByText('Saved.').waitFor()
  await page.getByLabel('What is asked').fill('What is a tor?')
  await page.getByLabel('The answer that the record gives').fill('A heap of weathered rock on a hill.')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('A heap of weathered rock on a hill.').waitFor()
  await owner.close()

  const contributor = await signedIn(world.contributor.token)
  const mine = await open(contributor, at())
  const refused = mine.getByRole('listitem').filter({ hasText: 'the source says otherwise' })
  await refused.first().waitFor()
  expect(await refused.count()).toBe(2)
  await refused.first().getByText('Appeal', { exact: false }).first().click()
  await refused.first().getByLabel('What was overlooked?').fill('Page 12 of the survey says it in these words.')
  expect(await findViolations(mine)).toEqual([])
  await refused.first().getByRole('button', { name: 'Send the appeal' }).click()
  await mine.getByText('Appealed', { exact: true }).first().waitFor()
  await contributor.close()
  expect(complaints).toEqual([])
})

testSignIn({ stack: () => stack, browser: () => browser })
