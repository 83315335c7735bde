import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { callRpc } from '../src/rpc/callRpc.ts'

const requestSchema = z.object({ id: z.unknown(), method: z.string(), params: z.array(z.unknown()).default([]) })

/** One JSON-RPC request as the proxy sees it. */
export type ProxiedRequest = { readonly method: string; readonly params: readonly unknown[] }

/** What the proxy does instead of telling the truth: another result, any bytes, a cut connection, or no answer at all. */
export type Tampered =
  | { readonly result: unknown }
  | { readonly body: string }
  | { readonly cut: true }
  | { readonly stall: true }

/**
 * Decides what to answer; undefined: the truth.
 * @param truth asks the real RPC, as often as it is called
 */
export type Tamper = (request: ProxiedRequest, truth: () => Promise<unknown>) => Promise<Tampered | undefined>

export type RpcProxy = {
  readonly url: string
  /** Replaces what it does; undefined: only the truth. */
  tamper(with_: Tamper | undefined): void
  stop(): Promise<void>
}

/** An RPC in front of a real one that lies, stalls and drops as a test wants. It listens on 127.0.0.1. */
export async function startRpcProxy(target: string, first?: Tamper): Promise<RpcProxy> {
  let tamper = first
  const server = createServer(async (incoming, outgoing) => {
    const parts: Uint8Array[] = []
    for await (const part of incoming) parts.push(part as Uint8Array)
    const { id, ...request } = requestSchema.parse(JSON.parse(Buffer.concat(parts).toString()))
    const say = (answer: object) => outgoing.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
    outgoing.setHeader('content-type', 'application/json')
    try {
      const told = await tamper?.(request, () => callRpc(target, request.method, request.params))
      if (told === undefined) await forward(target, { id, ...request }, outgoing)
      else if ('result' in told) say({ result: told.result })
      else if ('body' in told) outgoing.end(told.body)
      else if ('cut' in told) incoming.socket.destroy()
    } catch {
      outgoing.statusCode = 502
      outgoing.end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tamper(with_) {
      tamper = with_
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function forward(target: string, request: object, outgoing: { end(text: string): unknown }): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ jsonrpc: '2.0', ...request })
  outgoing.end(await (await fetch(target, { method: 'POST', headers, body })).text())
}
