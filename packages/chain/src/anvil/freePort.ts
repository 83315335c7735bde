import { createServer } from 'node:net'

/** A TCP port on the loopback that nobody listens on right now. */
export async function freePort(): Promise<number> {
  return listenOnce(0, '127.0.0.1')
}

/** True when somebody listens on the port already, or it may not be used. */
export async function portTaken(port: number, host: string): Promise<boolean> {
  return listenOnce(port, host).then(
    () => false,
    () => true,
  )
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      const listened = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => resolve(listened))
    })
  })
}
