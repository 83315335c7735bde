import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Exchange, FOLDER_THERE, weightsOf } from './exchange.ts'

/**
 * A server between the driver and vLLM that keeps what they say to each other. Folders of this machine are written as
 * others.
 *
 * @param options.folder of adapters, which the driver calls {@link FOLDER_THERE}
 */
export async function recordingProxy(options: { readonly url: string; readonly folder: string }) {
  const exchanges: Exchange[] = []
  const server = createServer((request, response) => void pass(request, response, options, exchanges))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { url, folder }: { readonly url: string; readonly folder: string },
  exchanges: Exchange[],
): Promise<void> {
  const [method, path] = [request.method === 'POST' ? 'POST' : 'GET', request.url ?? ''] as const
  const said = await text(request)
  const asked: unknown = said === '' ? null : JSON.parse(said)
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  const body = method === 'POST' ? { body: said.replaceAll(`"${FOLDER_THERE}/`, `"${folder}/`) } : {}
  const headers = { 'content-type': 'application/json' }
  const weights = await weightsOf(path, asked, folder)
  const answer = await fetch(`${url}${path}`, { method, headers, signal: leaving.signal, ...body })
  const type = answer.headers.get('content-type') ?? ''
  const pieces: string[] = []
  const kept = {
    method,
    path,
    request: asked,
    ...(weights === undefined ? {} : { weights }),
    status: answer.status,
    type,
  }
  const exchange: Exchange = { ...kept, pieces, left: false }
  exchanges.push(exchange)
  response.writeHead(answer.status, { 'content-type': type })
  const decoder = new TextDecoder()
  try {
    for await (const bytes of answer.body ?? []) {
      const piece = hidden(decoder.decode(bytes, { stream: true }), folder)
      pieces.push(piece)
      response.write(piece)
    }
    response.end()
  } catch {
    exchange.left = true
  }
}

/** Without the names of this machine's folders. */
function hidden(piece: string, folder: string): string {
  return piece.replaceAll(folder, FOLDER_THERE).replaceAll(/"root":"(?!\/adapters\/)[^"]*"/g, '"root":"/models/base"')
}
