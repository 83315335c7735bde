import { z } from 'zod'

const listSchema = z.object({ data: z.array(z.record(z.string(), z.unknown())) })

/**
 * Every page of the app with what a running gateway has to show on it: each kind of page once, models and calls once a
 * model, and the two pages that say that there is nothing.
 *
 * @returns a short name for each address
 */
export async function explorerPages(gatewayUrl: string): Promise<ReadonlyMap<string, string>> {
  const list = async (path: string) => {
    const response = await fetch(new URL(path, gatewayUrl))
    return listSchema.parse(await response.json()).data
  }
  const pages = new Map([
    ['home', '/'],
    ['datanets', '/datanets'],
    ['models', '/models'],
    ['calls', '/calls'],
    ['epochs', '/epochs'],
    ['accounts', '/accounts'],
    ['chat', '/chat'],
    ['sign-in', '/sign-in'],
    ['no-such-page', '/nowhere'],
    ['no-such-epoch', '/epochs/999999'],
  ])
  for (const { datanetId, slug } of await list('/v1/datanets')) pages.set(`datanet-${slug}`, `/datanets/${datanetId}`)
  for (const { datanetId, slug, versions } of await list('/v1/datanets')) {
    for (const part of ['versions', 'records', 'access']) pages.set(`${part}-${slug}`, `/datanets/${datanetId}/${part}`)
    if (Array.isArray(versions) && versions.length > 0)
      for (const { commitment } of (await list(`/v1/datanets/${datanetId}/versions/1/records?limit=1`)).slice(0, 1))
        pages.set(`record-${slug}`, `/records/${commitment}`)
  }
  for (const { id } of await list('/v1/models')) pages.set(`model-${id}`, `/models/${id}`)
  for (const { callId, model } of await list('/v1/calls?limit=1000')) pages.set(`call-${model}`, `/calls/${callId}`)
  for (const { number } of (await list('/v1/epochs')).slice(0, 1)) pages.set('epoch', `/epochs/${number}`)
  for (const { account } of (await list('/v1/accounts')).slice(0, 1)) pages.set('account', `/accounts/${account}`)
  return pages
}
