import type { Server } from 'node:http'
import { type HttpBindings, serve } from '@hono/node-server'

/** An HTTP server that answers. */
export type Listening = {
  readonly url: string
  /** Refuses new connections. */
  stopAccepting(): void
  /** Ends what is still connected, and waits. */
  close(): Promise<void>
}

/**
 * Serves an app, which is also told of the connection that a request came over.
 *
 * @param port 0: any free one.
 * @throws what the operating system says, EADDRINUSE for one.
 */
export async function listen(
  fetch: (request: Request, connection: HttpBindings) => Response | Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = serve({ fetch: (request, env) => fetch(request, env as HttpBindings), hostname: host, port }, (info) =>
    resolve(info.port),
  ) as Server
  server.once('error', reject)
  const bound = await promise
  const closed = new Promise<void>((done) => server.once('close', done))
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stopAccepting: () => void server.close(),
    close: async () => {
      server.closeAllConnections()
      await closed
    },
  }
}
