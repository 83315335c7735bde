import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readWebFiles } from '../../apps/gateway/src/web/readWebFiles.ts'
import { serveWeb } from '../../apps/gateway/src/web/serveWeb.ts'

/** What the pages are answered under `/v1/`: JSON or bytes; undefined is a 404. */
export type Answers = (path: string) => Uint8Array | string | undefined

/**
 * Serves the built pages as the gateway does, its policy included, over answers that are given.
 *
 * @throws Error when the pages are not built
 */
export async function serveApp(root: string, rpcUrl: string, answers: Answers) {
  const files = await readWebFiles(join(root, 'apps', 'web', 'dist'))
  if (files.size === 0) throw new Error('The pages are not built: ./openledger setup, or npx vite build apps/web')
  const web = serveWeb(files, rpcUrl)
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const file = web.file(request)
    if (file !== undefined) return file
    const found = pathname.startsWith('/v1/') ? answers(pathname) : undefined
    if (typeof found === 'string') return new Response(found, { headers: { 'content-type': 'application/json' } })
    if (found !== undefined) return new Response(Uint8Array.from(found))
    return web.page(request) ?? new Response('{}', { status: 404 })
  }
  const server = createServer(async (request, response) => {
    const { host = '', accept = '', 'accept-encoding': encoding = '' } = request.headers
    const headers = { accept, 'accept-encoding': String(encoding) }
    const given = await answer(
      new Request(`http://${host}${request.url}`, { method: request.method ?? 'GET', headers }),
    )
    response.writeHead(given.status, Object.fromEntries(given.headers))
    response.end(Buffer.from(await given.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const thread = [...files.keys()].find((path) => path.startsWith('/assets/verifyWorker-') && path.endsWith('.js'))
  if (thread === undefined) throw new Error('The build has no verifying thread.')
  return {
    url: `http://127.0.0.1:${port}`,
    /** Path of the verifying thread's script. */
    thread,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
