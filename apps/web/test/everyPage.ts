import { z } from 'zod'
import type { Page } from '../../../packages/core/test/openBrowser.ts'

/** A page in a state: where it is, who looks at it, what is done before it is looked at. */
export type Shown = {
  readonly name: string
  readonly path: string
  /** Session token of who is signed in. */
  readonly token?: string
  /** API key of the tab. */
  readonly apiKey?: string
  /** Before anything is loaded. */
  readonly first?: (page: Page) => Promise<unknown>
  /** Once the page is there. */
  readonly after?: (page: Page) => Promise<unknown>
  /** It is shown while it loads. */
  readonly loading?: true
}

const NO_TRAINING = '00000000-0000-4000-8000-000000000000'

const listSchema = z.object({ data: z.array(z.record(z.string(), z.unknown())) })

const click = (name: string | RegExp) => async (page: Page) => {
  const button = page.getByRole('button', { name })
  // On a wide screen there is no menu.
  if (await button.isVisible()) await button.click()
}

/**
 * Every page of the app with what a running gateway has to show on it: each kind of page once, models and calls once a
 * model, pages that say that there is nothing, pages of who is signed in for them and for others, and the states that a
 * page can be in: loading, out of reach, refused, half-way.
 *
 * @param owner session of an account, best of one that owns a Datanet; an API key of an account that has called, if any
 * @param more sessions of the gateway's operator and of who pays for calls, for what is theirs alone
 */
export async function everyPage(
  gatewayUrl: string,
  owner: { readonly token: string; readonly account: string; readonly apiKey?: string },
  more: { readonly operator?: string; readonly payerToken?: string } = {},
): Promise<Shown[]> {
  const list = async (path: string, key?: string) => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
    const response = await fetch(new URL(path, gatewayUrl), { headers })
    return listSchema.parse(await response.json()).data
  }
  const { token } = owner
  const datanets = await list('/v1/datanets')
  const own = datanets.find((datanet) => datanet['owner'] === owner.account) ?? datanets[0]
  const pages: Shown[] = [
    { name: 'home', path: '/' },
    { name: 'home-menu', path: '/', token, after: click('Menu') },
    { name: 'home-account', path: '/', token, after: click(/^Account 0x/) },
    { name: 'datanets', path: '/datanets' },
    { name: 'models', path: '/models' },
    { name: 'calls', path: '/calls' },
    { name: 'calls-none', path: '/calls?status=failed&model=nothing' },
    { name: 'epochs', path: '/epochs' },
    { name: 'accounts', path: '/accounts' },
    { name: 'chat', path: '/chat' },
    { name: 'sign-in', path: '/sign-in' },
    { name: 'signed-in', path: '/sign-in', token },
    { name: 'no-such-page', path: '/nowhere' },
    { name: 'no-such-epoch', path: '/epochs/999999' },
    { name: 'my-datanets', path: '/my-datanets', token },
    { name: 'my-datanets-out', path: '/my-datanets' },
    { name: 'new-datanet', path: '/datanets/new', token },
    { name: 'new-datanet-wrong', path: '/datanets/new', token, after: click('Create it') },
    { name: 'new-datanet-steps', path: '/datanets/new', token, after: fillDatanet },
    { name: 'earnings', path: '/earnings', token },
    { name: 'usage', path: '/usage', token },
    { name: 'usage-out', path: '/usage' },
    { name: 'operator-other', path: '/operator', token },
    { name: 'operator-out', path: '/operator' },
    { name: 'settings', path: '/settings', token },
    { name: 'settings-out', path: '/settings' },
    { name: 'factory', path: '/factory', token },
    { name: 'factory-out', path: '/factory' },
    { name: 'judging', path: `/judging/${NO_TRAINING}`, token },
    { name: 'judging-out', path: `/judging/${NO_TRAINING}` },
    { name: 'new-training', path: '/factory/new', token },
    { name: 'new-training-wrong', path: '/factory/new', token, after: click('Start the training') },
    {
      name: 'loading',
      path: '/datanets',
      loading: true,
      first: async (page) => page.route('**/v1/datanets', () => undefined),
    },
    {
      name: 'out-of-reach',
      path: '/datanets',
      first: async (page) => page.route('**/v1/**', (route) => route.abort()),
    },
  ]
  if (own !== undefined) {
    const { datanetId } = own
    pages.push(
      { name: 'datanet-owner', path: `/datanets/${datanetId}/owner`, token },
      { name: 'datanet-owner-out', path: `/datanets/${datanetId}/owner` },
      { name: 'contribute', path: `/datanets/${datanetId}/contribute`, token },
      { name: 'contribute-out', path: `/datanets/${datanetId}/contribute` },
      { name: 'checks', path: `/datanets/${datanetId}/checks`, token },
      { name: 'checks-out', path: `/datanets/${datanetId}/checks` },
      { name: 'versions', path: `/datanets/${datanetId}/versions` },
      { name: 'records', path: `/datanets/${datanetId}/records`, token },
      { name: 'records-out', path: `/datanets/${datanetId}/records` },
      { name: 'access', path: `/datanets/${datanetId}/access`, token },
      { name: 'access-out', path: `/datanets/${datanetId}/access` },
      { name: 'reviews', path: '/review', token },
      { name: 'reviews-out', path: '/review' },
      { name: 'review', path: `/datanets/${datanetId}/review` },
      { name: 'review-desk', path: `/datanets/${datanetId}/review/desk`, token },
      { name: 'review-manage', path: `/datanets/${datanetId}/review/manage`, token },
    )
  }
  if (own !== undefined) {
    const headers = { authorization: `Bearer ${token}` }
    const url = new URL(`/v1/datanets/${own['datanetId']}/contributions`, gatewayUrl)
    const came = listSchema.safeParse(await (await fetch(url, { headers })).json()).data?.data ?? []
    for (const { contributionId } of came.slice(0, 1))
      pages.push(
        { name: 'findings', path: `/contributions/${contributionId}`, token },
        { name: 'findings-out', path: `/contributions/${contributionId}` },
      )
  }
  for (const { datanetId, versions } of datanets)
    if (Array.isArray(versions) && versions.length > 0)
      for (const { commitment } of (await list(`/v1/datanets/${datanetId}/versions/1/records?limit=1`)).slice(0, 1))
        pages.push(
          { name: 'record', path: `/records/${commitment}`, token },
          { name: 'record-out', path: `/records/${commitment}` },
        )
  for (const { datanetId, slug } of datanets) pages.push({ name: `datanet-${slug}`, path: `/datanets/${datanetId}` })
  const [training] = await list('/v1/training/jobs?limit=1', token)
  // Without one, the page says that there is no such training.
  const jobId = training?.['jobId'] ?? NO_TRAINING
  pages.push(
    { name: 'run', path: `/factory/${jobId}`, token },
    { name: 'evaluation', path: `/factory/${jobId}/evaluation`, token },
    { name: 'evaluation-out', path: `/factory/${jobId}/evaluation` },
    { name: 'publish', path: `/factory/${jobId}/publish`, token },
    { name: 'publish-out', path: `/factory/${jobId}/publish` },
  )
  const model = (id: unknown) => ({ name: `model-${id}`, path: `/models/${id}` })
  pages.push(...(await list('/v1/models')).map(({ id }) => model(id)))
  const calls = new Map((await list('/v1/calls?limit=1000')).map((call) => [call['model'], call['callId']]))
  for (const [name, callId] of calls) pages.push({ name: `call-${name}`, path: `/calls/${callId}` })
  if (more.operator !== undefined) pages.push({ name: 'operator', path: '/operator', token: more.operator })
  if (more.payerToken !== undefined) pages.push({ name: 'usage-payer', path: '/usage', token: more.payerToken })
  const { apiKey } = owner
  if (apiKey !== undefined) {
    const attributed = await findAttributed(gatewayUrl, [...calls.values()])
    pages.push(
      ...attributed.map((callId) => ({ name: 'call-own', path: `/calls/${callId}`, apiKey, after: openCall })),
      { name: 'chat-key', path: '/chat', apiKey, after: openChat },
      { name: 'chat-own-key', path: '/chat', token },
    )
  }
  const [epoch] = await list('/v1/epochs')
  if (epoch !== undefined) pages.push({ name: 'epoch', path: `/epochs/${epoch['number']}` })
  const [account] = await list('/v1/accounts')
  if (account !== undefined) pages.push({ name: 'account', path: `/accounts/${account['account']}` })
  return pages
}

/** The first of these calls that has an attribution. */
async function findAttributed(gatewayUrl: string, callIds: readonly unknown[]): Promise<unknown[]> {
  for (const callId of callIds) {
    const call: unknown = await (await fetch(new URL(`/v1/calls/${callId}`, gatewayUrl))).json()
    if (z.object({ attribution: z.object({}).loose() }).safeParse(call).success) return [callId]
  }
  return []
}

/** A record with who gets what of it, the tables, the call verified. */
async function openCall(page: Page): Promise<void> {
  for (const part of ['.prov-more', '.prov-tables summary', '.verify-call button']) {
    const found = page.locator(part).first()
    if ((await found.count()) > 0) await found.click()
  }
  await page.locator('.verdict').first().waitFor()
}

/** Two side by side, every setting in view. */
async function openChat(page: Page): Promise<void> {
  await page.getByLabel('Two side by side').check()
  await page.getByText('Options').click()
}

async function fillDatanet(page: Page): Promise<void> {
  await page.getByLabel('Title').fill('Lights of the north coast')
  await page.getByLabel('Name in addresses').fill('north-lights')
  await page.getByRole('button', { name: 'Create it' }).click()
  await page.getByText('Create it on chain').waitFor()
}

/** Opens a page in its state, in a page of a fresh context; waits until it shows what it has read. */
export async function show(page: Page, shown: Shown): Promise<void> {
  const { path, token, apiKey, first, after, loading } = shown
  if (token !== undefined)
    await page.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(token)})`)
  if (apiKey !== undefined)
    await page.addInitScript(`sessionStorage.setItem('openledger.key', ${JSON.stringify(apiKey)})`)
  await first?.(page)
  await page.goto(path)
  await page.locator('#main h1').first().waitFor()
  if (loading === true) await page.locator('.loading').first().waitFor()
  else await page.locator('.loading').first().waitFor({ state: 'detached' })
  await after?.(page)
}
