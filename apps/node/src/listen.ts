import type { Server } from 'node:http'
import { serve } from '@hono/node-server'

/** An HTTP server that answers. */
export type Listening = {
  readonly url: string
  /** Refuses new connections. */
  stopAccepting(): void
  /** Ends what is still connected, and waits. */
  close(): Promise<void>
}

/**
 * Serves an app.
 *
 * @param port 0: any free one.
 * @throws what the operating system says, EADDRINUSE for one.
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = serve({ fetch, hostname: host, port }, (info) => resolve(info.port)) as Server
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
