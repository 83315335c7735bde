import { Agent, request } from 'node:http'
import { orderSchema } from './order.ts'

/**
 * Posts the same request again and again over kept-alive connections, closed loop: each lane sends its next one when it
 * has the answer to the last. Argument: the order as JSON; prints each call's milliseconds as JSON.
 */
const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''))
const agent = new Agent({ keepAlive: true, maxSockets: order.atOnce })
await drive(order.warmUp)
process.stdout.write(JSON.stringify(await drive(order.calls)))
agent.destroy()

async function drive(calls: number): Promise<number[]> {
  const times: number[] = []
  let left = calls
  const lane = async () => {
    while (left-- > 0) {
      const start = performance.now()
      await post()
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: order.atOnce }, lane))
  return times
}

async function post(): Promise<void> {
  return new Promise((resolve, reject) => {
    const { url, headers, body } = order
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }
    const call = request(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`)),
      )
    })
    call.on('error', reject)
    call.end(body)
  })
}
