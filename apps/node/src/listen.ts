import type { Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type HttpBindings, serve } from '@hono/node-server'

/** An HTTP server that answers. */
export type Listening = {
  readonly url: string
  /** Refuses new connections. */
  stopAccepting(): void
  /** Lets answers come to their end for a moment, then ends what is still connected, and waits. */
  close(): Promise<void>
}

/** How long an answer may still take to be written once the server closes, ms. Streams of events never end by themselves. */
const FLUSH_ms = 3_000

/**
 * Serves an app, which is also told of the connection that a request came over.
 *
 * @param port 0: any free one.
 * @throws what the operating system says, EADDRINUSE for one.
 */
export async function listen(
  fetch: (request: Request, connection: HttpBindings) => Response | Promise<Response>,
  { host, port, flush_ms = FLUSH_ms }: { readonly host: string; readonly port: number; readonly flush_ms?: number },
): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const app = (request: Request, env: unknown) => fetch(request, env as HttpBindings)
  const server = serve({ fetch: app, hostname: host, port }, (info) => resolve(info.port)) as Server
  server.once('error', reject)
  const writing = new Set<Promise<unknown>>()
  server.on('request', (_request, response: ServerResponse) => {
    const written = new Promise<void>((done) => response.once('close', done)).finally(() => writing.delete(written))
    writing.add(written)
  })
  const bound = await promise
  const closed = new Promise<void>((done) => server.once('close', done))
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stopAccepting: () => void server.close(),
    close: async () => {
      await Promise.race([Promise.all(writing), sleep(flush_ms, undefined, { ref: false })])
      server.closeAllConnections()
      await closed
    },
  }
}
