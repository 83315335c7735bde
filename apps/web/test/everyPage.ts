import { z } from 'zod'
import type { Page } from '../../../packages/core/test/openBrowser.ts'

/** A page in a state: where it is, who looks at it, what is done before it is looked at. */
export type Shown = {
  readonly name: string
  readonly path: string
  /** Session token of who is signed in. */
  readonly token?: string
  /** Before anything is loaded. */
  readonly first?: (page: Page) => Promise<unknown>
  /** Once the page is there. */
  readonly after?: (page: Page) => Promise<unknown>
  /** It is shown while it loads. */
  readonly loading?: true
}

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
 * @param owner session of an account, best of one that owns a Datanet
 */
export async function everyPage(
  gatewayUrl: string,
  owner: { readonly token: string; readonly account: string },
): Promise<Shown[]> {
  const list = async (path: string) => {
    const response = await fetch(new URL(path, gatewayUrl))
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
    { name: 'settings', path: '/settings', token },
    { name: 'settings-out', path: '/settings' },
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
  const model = (id: unknown) => ({ name: `model-${id}`, path: `/models/${id}` })
  pages.push(...(await list('/v1/models')).map(({ id }) => model(id)))
  const calls = new Map((await list('/v1/calls?limit=1000')).map((call) => [call['model'], call['callId']]))
  for (const [name, callId] of calls) pages.push({ name: `call-${name}`, path: `/calls/${callId}` })
  const [epoch] = await list('/v1/epochs')
  if (epoch !== undefined) pages.push({ name: 'epoch', path: `/epochs/${epoch['number']}` })
  const [account] = await list('/v1/accounts')
  if (account !== undefined) pages.push({ name: 'account', path: `/accounts/${account['account']}` })
  return pages
}

async function fillDatanet(page: Page): Promise<void> {
  await page.getByLabel('Title').fill('Lights of the north coast')
  await page.getByLabel('Name in addresses').fill('north-lights')
  await page.getByRole('button', { name: 'Create it' }).click()
  await page.getByText('Create it on chain').waitFor()
}

/** Opens a page in its state, in a page of a fresh context; waits until it shows what it has read. */
export async function show(page: Page, shown: Shown): Promise<void> {
  const { path, token, first, after, loading } = shown
  if (token !== undefined)
    await page.addInitScript(`sessionStorage.setItem('openledger.session', ${JSON.stringify(token)})`)
  await first?.(page)
  await page.goto(path)
  await page.locator('#main h1').first().waitFor()
  if (loading === true) await page.locator('.loading').first().waitFor()
  else await page.locator('.loading').first().waitFor({ state: 'detached' })
  await after?.(page)
}
