import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'

export type TestRequest = {
  readonly method: string
  /** Path and query as sent. */
  readonly path: string
  readonly authorization: string
  readonly lastEventId: string | undefined
  readonly body: Buffer
}
/** `text` is sent as it is with its media type, else `json`. */
export type TestAnswer = {
  readonly status?: number
  readonly json?: unknown
  readonly text?: string
  readonly cut?: boolean
}

/** An HTTP server on a free port; what `answer` throws becomes an error body in the gateway's form. */
export async function startTestServer(answer: (request: TestRequest) => Promise<TestAnswer>) {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await read(incoming)
      const { status = 200, json, text, cut = false } = await answer(request).catch(errorAnswer)
      outgoing.writeHead(status, { 'content-type': text === undefined ? 'application/json' : 'text/event-stream' })
      if (!cut) outgoing.end(text ?? JSON.stringify(json))
      else outgoing.write(text ?? '', () => setTimeout(() => outgoing.destroy(), 20))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function read(incoming: IncomingMessage): Promise<TestRequest> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(Buffer.from(part as Uint8Array))
  const lastEventId = incoming.headers['last-event-id']
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    authorization: incoming.headers.authorization ?? '',
    lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    body: Buffer.concat(parts),
  }
}

function errorAnswer(error: unknown): TestAnswer {
  const known = OpenLedgerError.find(error)
  if (known === undefined) return { status: 500, text: String(error) }
  const { message, type, code, hint, details, status } = known
  return { status, json: { error: { message, type, code, param: null, hint, details } } }
}
