import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Hosts on this machine that answer as a test says. */
export function httpHosts() {
  const servers: Server[] = []
  return {
    /** Starts one; returns its origin. */
    serve: async (answer: RequestListener): Promise<string> => {
      const server = createServer(answer).listen(0, '127.0.0.1')
      servers.push(server)
      await once(server, 'listening')
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    /** Starts one that has these files by path, and 404 for others. */
    serveFiles: async function (files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
      return this.serve((request, response) => {
        const content = files[request.url ?? '']
        if (content === undefined) response.writeHead(404).end()
        else response.end(content)
      })
    },
    close: () => {
      for (const server of servers.splice(0)) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}
