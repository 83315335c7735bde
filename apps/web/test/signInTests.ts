import { sessionSchema } from '@openledger/core/api/sessions.ts'
import { hexToString } from 'viem'
import { privateKeyToAccount, privateKeyToAddress } from 'viem/accounts'
import { expect, test } from 'vitest'
import { addAuthenticator } from '../../../packages/core/test/addAuthenticator.ts'
import type { Browser, Page } from '../../../packages/core/test/openBrowser.ts'
import { findViolations } from './findViolations.ts'
import type { Stack } from './startStack.ts'

const person = privateKeyToAccount(`0x${'37'.repeat(32)}`)

/** Signs in, out and in again, with a wallet and with passkeys, in a real browser, on a stack that others use too. */
export function testSignIn({ stack, browser }: { readonly stack: () => Stack; readonly browser: () => Browser }): void {
  const complaints: string[] = []

  /** A browser of its own, with an authenticator and, if wanted, a wallet that pages are given (EIP-1193). */
  async function openPage(options: { readonly wallet: boolean } = { wallet: false }): Promise<Page> {
    const context = await browser().newContext({
      // Under a name: browsers make no passkeys for numbers.
      baseURL: stack().gatewayUrl.replace('127.0.0.1', 'localhost'),
      viewport: { width: 1280, height: 900 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      if (/Content Security Policy|is not an allowed source/.test(message.text())) complaints.push(message.text())
    })
    await addAuthenticator(page)
    if (options.wallet) {
      await page.exposeFunction('walletSigns', (text: `0x${string}`) =>
        person.signMessage({ message: hexToString(text) }),
      )
      await page.addInitScript(`window.ethereum = { request: async ({ method, params }) =>
        method === 'eth_requestAccounts' ? ['${person.address}'] : window.walletSigns(params[0]) }`)
    }
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey', disabled: false }).waitFor()
    return page
  }

  /** What axe finds once the page has come to rest: buttons that become ready change their colours over a moment. */
  const violations = async (page: Page) => {
    await expect.poll(() => page.evaluate('document.getAnimations().length'), { timeout: 30_000 }).toBe(0)
    return findViolations(page)
  }

  const tokenOf = async (page: Page) => String(await page.evaluate("sessionStorage.getItem('openledger.session')"))
  const whoIs = async (token: string) =>
    fetch(`${stack().gatewayUrl}/v1/auth/session`, { headers: { authorization: `Bearer ${token}` } })

  test('with a wallet: the page shows who one is; signed out, the session is over', async () => {
    const page = await openPage({ wallet: true })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign in with a wallet' }).click()
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    await page.getByText(`did:pkh:eip155:31337:${person.address.toLowerCase()}`).waitFor()
    await page.getByRole('button', { name: /^Account 0x/ }).waitFor()
    await page.getByRole('link', { name: 'Settings' }).first().click()
    await page.getByRole('table', { name: 'Sessions' }).waitFor()
    expect(await page.getByRole('button', { name: 'Export the key' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
    const token = await tokenOf(page)
    expect(sessionSchema.parse(await (await whoIs(token)).json()).method).toBe('wallet')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in with a wallet or a passkey' }).waitFor()
    expect((await whoIs(token)).status).toBe(401)
  })

  test('with a passkey: a new account, out, in again, another passkey, one less, the key', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'New account with a passkey' }).click()
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    const { account } = sessionSchema.parse(await (await whoIs(await tokenOf(page))).json())
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText(`did:pkh:eip155:31337:${account}`).waitFor()
    await page.getByRole('link', { name: 'Settings' }).first().click()
    await page.getByRole('button', { name: 'Add a passkey' }).waitFor()
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0)

    // A second device: browsers make no second passkey for one account on the first.
    await addAuthenticator(page, { transport: 'usb' })
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Remove Another passkey' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Remove Another passkey' }).click()
    await page.getByRole('button', { name: 'Remove Another passkey' }).waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Export the key' }).click()
    const key = await page.getByText(/^0x[0-9a-f]{64}$/).textContent()
    expect(privateKeyToAddress(key as `0x${string}`).toLowerCase()).toBe(account)
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(key)
    await page.getByRole('button', { name: 'Hide it' }).click()
    expect(await page.getByText(key ?? '').count()).toBe(0)
  })

  test('who calls it off is told so; a session that was ended elsewhere leads back to the start', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'New account with a passkey' }).click()
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    const token = await tokenOf(page)
    const { sessionId } = sessionSchema.parse(await (await whoIs(token)).json())
    const headers = { authorization: `Bearer ${token}` }
    await fetch(`${stack().gatewayUrl}/v1/auth/sessions/${sessionId}`, { method: 'DELETE', headers })
    await page.reload()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    const other = await openPage()
    await other.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await other.getByText('No passkey was given.').waitFor()
    await other.goto(`${stack().gatewayUrl}/sign-in`)
    await other.getByRole('link', { name: 'open this page on localhost' }).waitFor()
  })

  test('no page of these threw, and the policy had nothing to refuse', () => {
    expect(complaints).toEqual([])
  })
}
