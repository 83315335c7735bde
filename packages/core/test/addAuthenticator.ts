import type { CDPSession, Page } from './openBrowser.ts'

/**
 * Gives a page's browser an authenticator that says yes to everything (Chrome DevTools Protocol, domain WebAuthn).
 *
 * @param options.transport `internal`: part of the device; `usb`: a key of its own
 * @param options.hasUserVerification it knows its user, by a finger or a PIN
 */
export async function addAuthenticator(
  page: Page,
  options: { readonly transport?: 'internal' | 'usb'; readonly hasUserVerification?: boolean } = {},
): Promise<{ readonly debug: CDPSession; readonly authenticatorId: string }> {
  const { transport = 'internal', hasUserVerification = true } = options
  const debug = await page.context().newCDPSession(page)
  await debug.send('WebAuthn.enable')
  const { authenticatorId } = await debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification,
      isUserVerified: hasUserVerification,
      automaticPresenceSimulation: true,
    },
  })
  return { debug, authenticatorId }
}
