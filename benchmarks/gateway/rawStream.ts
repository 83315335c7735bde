import { connect } from 'node:net'

/** When a stream is cut: after so many pieces of the answer, or after so many milliseconds. */
export type Cut = { readonly pieces: number } | { readonly after_ms: number }

/**
 * Asks for a streamed answer over a bare socket and destroys it at the cut, without a word to the server.
 * @returns everything that came before
 */
export function rawStream(
  url: string,
  options: { readonly apiKey: string; readonly body: unknown; readonly cut: Cut },
): Promise<string> {
  const { hostname, port } = new URL(url)
  const { apiKey, cut } = options
  const body = JSON.stringify(options.body)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      const headers = {
        host: `${hostname}:${port}`,
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
      socket.write(`POST /v1/chat/completions HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
      if ('after_ms' in cut) setTimeout(() => socket.destroy(), cut.after_ms)
    })
    socket.setEncoding('utf8')
    socket.on('data', (piece: string) => {
      text += piece
      if (text.includes('data: [DONE]')) socket.destroy()
      if ('pieces' in cut && text.split('"delta":{"content"').length > cut.pieces) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}
