import {
  type Assertion,
  assertionSchema,
  type CreationOptions,
  type Registration,
  type RequestOptions,
  registrationSchema,
} from '@openledger/core/api/webauthn.ts'
import { z } from 'zod'
import { addAuthenticator } from '../../../packages/core/test/addAuthenticator.ts'
import { type Browser, openBrowser } from '../../../packages/core/test/openBrowser.ts'

/** A browser's page with one authenticator of its own, as a person's device has. */
export type Device = {
  readonly create: (options: CreationOptions) => Promise<Registration>
  readonly get: (options: RequestOptions) => Promise<Assertion>
  /** The same with options that no gateway gave, as another's script would. */
  readonly createAs: (options: object) => Promise<Registration>
  readonly getAs: (options: object) => Promise<Assertion>
  /** Its passkeys, private keys and all. */
  readonly keys: () => Promise<DeviceKey[]>
  readonly add: (key: DeviceKey) => Promise<void>
}

const deviceKeySchema = z.looseObject({ credentialId: z.string(), signCount: z.int() })
export type DeviceKey = z.output<typeof deviceKeySchema>

/** What pages are run with: WebAuthn's own JSON forms, as browsers have them. */
const CREATE =
  'async (json) => (await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })).toJSON()'
const GET =
  'async (json) => (await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) })).toJSON()'

/** A real browser whose pages have virtual authenticators (Chrome DevTools Protocol, domain WebAuthn). */
export async function openAuthenticators(): Promise<{
  readonly device: (origin: string, options?: { readonly hasUserVerification?: boolean }) => Promise<Device>
  readonly close: () => Promise<void>
}> {
  const browser: Browser = await openBrowser()
  const device = async (origin: string, options: { readonly hasUserVerification?: boolean } = {}): Promise<Device> => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${origin}/healthz`)
    const { debug, authenticatorId } = await addAuthenticator(page, options)
    const run = (code: string, json: object): Promise<unknown> => page.evaluate(`(${code})(${JSON.stringify(json)})`)
    const createAs = async (options: object) => registrationSchema.parse(await run(CREATE, options))
    const getAs = async (options: object) => assertionSchema.parse(await run(GET, options))
    return {
      create: createAs,
      get: getAs,
      createAs,
      getAs,
      keys: async () => {
        const { credentials } = await debug.send('WebAuthn.getCredentials', { authenticatorId })
        return z.array(deviceKeySchema).parse(credentials)
      },
      add: async (credential) => {
        await debug.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never })
      },
    }
  }
  return { device, close: () => browser.close() }
}
