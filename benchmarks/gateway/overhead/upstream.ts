import { createServer } from 'node:http'
import { FIXED_TOKENS } from './fixedEngine.ts'

/**
 * A bare server that answers every POST at once with the same chat completion: what the peers call, and what a call
 * without any gateway takes. Prints its address.
 */
const words = `Word${' word'.repeat(FIXED_TOKENS.output - 1)}`
const usage = {
  prompt_tokens: FIXED_TOKENS.input,
  completion_tokens: FIXED_TOKENS.output,
  total_tokens: FIXED_TOKENS.input + FIXED_TOKENS.output,
}
const answer = JSON.stringify({
  id: 'chatcmpl-fixed',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'fixed',
  choices: [{ index: 0, message: { role: 'assistant', content: words }, finish_reason: 'length', logprobs: null }],
  usage,
})
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})
