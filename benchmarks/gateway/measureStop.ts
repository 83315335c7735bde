import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

const CLIENTS = 8
const stateSchema = z.object({ apiKey: z.string() })
const upSchema = z.object({ gatewayUrl: z.string() })
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) })
const callSchema = z.object({ callId: z.string(), receipt: z.object({ outputTokens: z.coerce.number() }).nullable() })

type Stream = { readonly callId: string; readonly text: string; readonly isWhole: boolean }

/** The whole stack is stopped by SIGTERM while eight callers stream: what they got, and what the ledger has after. */
export async function measureStop(context: BenchContext): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'openledger-bench-stop-'))
  const home = join(base, 'home')
  if (context.home !== undefined) await cp(context.home, home, { recursive: true })
  else await demo(context, home)
  const { apiKey } = stateSchema.parse(JSON.parse(await readFile(join(home, 'demo', 'state.json'), 'utf8')))
  const rounds = context.quick ? 1 : 5
  const streams: Stream[] = []
  let refused = 0
  for (let round = 0; round < rounds; round++) {
    const { child, url } = await up(context, home)
    const model = await baseModel(url, apiKey)
    let isStopping = false
    const client = async () => {
      for (;;) {
        const stream = await readStream(url, apiKey, model).catch(() => undefined)
        if (stream !== undefined) streams.push(stream)
        else if (isStopping) {
          refused += 1
          return
        } else throw new Error('a call was refused before the stop')
      }
    }
    const clients = Promise.all(Array.from({ length: CLIENTS }, client))
    await sleep(3_000 + round * 700)
    isStopping = true
    await stop(child)
    await clients
  }
  const { child, url } = await up(context, home)
  let unmetered = 0
  for (const { callId, text } of streams) {
    const response = await fetch(`${url}/v1/calls/${callId}`, { headers: { authorization: `Bearer ${apiKey}` } })
    const { receipt } = callSchema.parse(await response.json())
    if (text !== '' && (receipt?.outputTokens ?? 0) === 0) unmetered += 1
  }
  await stop(child)
  const dropped = streams.filter(({ isWhole }) => !isWhole).length
  context.row({
    name: `SIGTERM while ${CLIENTS} callers stream`,
    value: dropped,
    unit: 'streams dropped',
    bar: 'exactly 0',
    ok: dropped === 0 && streams.length >= CLIENTS * rounds && refused >= rounds,
    note: `${streams.length} streams over ${rounds} stops; ${refused} calls came after the stop and were not let in`,
  })
  context.row({
    name: `SIGTERM while ${CLIENTS} callers stream: without a receipt`,
    value: unmetered,
    unit: 'answers unmetered',
    bar: 'exactly 0',
    ok: unmetered === 0,
    note: 'each call of it asked for at the stack when it was up again',
  })
  await rm(base, { recursive: true, force: true })
}

async function demo(context: BenchContext, home: string): Promise<void> {
  const args: [string, ...string[]] = ['./openledger', 'demo', '--fixture', '--calls', '4', '--json']
  const run = await runProgram(args, { cwd: context.root, env: { OPENLEDGER_HOME: home }, signal: context.signal })
  if (run.code !== 0) throw new Error(`the demo does not finish: ${run.stderr.slice(-600)}`)
  await runProgram(['./openledger', 'down', '--home', home], { cwd: context.root })
}

async function up(context: BenchContext, home: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn('./openledger', ['up', '--json', '--home', home], {
    cwd: context.root,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, url: upSchema.parse(JSON.parse(line)).gatewayUrl }
  }
  throw new Error('the stack did not come up')
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await ended
}

/** The base model's name: the one that is not a model of the demo's own. */
async function baseModel(url: string, apiKey: string): Promise<string> {
  const response = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${apiKey}` } })
  const names = modelsSchema.parse(await response.json()).data.map(({ id }) => id)
  const name = names.find((id) => id.includes('instruct'))
  if (name === undefined) throw new Error(`no base model among ${names.join(', ')}`)
  return name
}

async function readStream(url: string, apiKey: string, model: string): Promise<Stream> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Tell me a long story about a river.' }],
      max_tokens: 32,
      stream: true,
    }),
  })
  if (response.status !== 200) throw new Error(`status ${response.status}`)
  const callId = response.headers.get('x-openledger-call-id') ?? ''
  // A connection that breaks in mid-stream throws: what was let in and broke is a dropped stream, not a refusal.
  const text = await response.text().catch(() => '')
  return { callId, text, isWhole: text.includes('data: [DONE]') && text.includes('"openledger"') }
}
