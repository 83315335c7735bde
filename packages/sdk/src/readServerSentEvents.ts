/** One event of a stream, as the HTML standard's EventSource would hand it on. */
export type ServerSentEvent = { readonly id: string; readonly event: string; readonly data: string }

/**
 * Reads a text/event-stream (WHATWG HTML, "Server-sent events"): fields of a block, ended by an empty line.
 * Comments and blocks without data are passed over.
 */
export async function* readServerSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  let buffer = ''
  for await (const part of body) {
    buffer += decoder.decode(part, { stream: true }).replaceAll('\r\n', '\n')
    for (;;) {
      const end = buffer.indexOf('\n\n')
      if (end < 0) break
      const block = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      const field = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
          .join('\n')
      const data = field('data')
      if (data !== '') yield { id: field('id'), event: field('event') || 'message', data }
    }
  }
}
