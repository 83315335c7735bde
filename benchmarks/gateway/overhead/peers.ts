import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@openledger/chain/anvil/freePort.ts'
import type { BenchContext } from '../../lib/bench.ts'
import { pythonTools } from '../../lib/pythonTools.ts'
import { runProgram } from '../../lib/runProgram.ts'

/** A gateway of somebody else before the same upstream. */
export type Peer = {
  readonly name: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

const PORTKEY = '@portkey-ai/gateway@1.15.2'

/** Portkey's open gateway, one process, as its README starts it. */
export async function startPortkey(context: BenchContext, upstream: string): Promise<Peer> {
  const folder = join(context.root, '.toolchain', 'portkey')
  const script = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js')
  if (!existsSync(script)) {
    context.progress(`installing ${PORTKEY}`)
    await mkdir(folder, { recursive: true })
    const install = ['npm', 'install', '--no-save', '--ignore-scripts', '--prefix', folder, PORTKEY] as const
    const { code, stderr } = await runProgram(install, { cwd: folder, signal: context.signal })
    if (code !== 0) throw new Error(`${PORTKEY} could not be installed: ${stderr.slice(-1_000)}`)
  }
  const port = await freePort()
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], { cwd: folder, stdio: 'ignore' })
  const headers = {
    authorization: 'Bearer none',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream}/v1`,
  }
  return peer('Portkey 1.15', child, port, headers)
}

/** LiteLLM's proxy, one worker, without a database: it keeps no account of what it passes on. */
export async function startLitellm(context: BenchContext, upstream: string): Promise<Peer> {
  const bin = await pythonTools(context, 'gateway', 'LiteLLM')
  const port = await freePort()
  const folder = join(context.root, '.toolchain', 'litellm')
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'config.yaml')
  const model = { model: 'openai/fixed', api_base: `${upstream}/v1`, api_key: 'none' }
  await writeFile(config, JSON.stringify({ model_list: [{ model_name: 'fixed', litellm_params: model }] }))
  const args = ['--config', config, '--host', '127.0.0.1', '--port', `${port}`, '--num_workers', '1']
  const env = { ...process.env, LITELLM_LOG: 'ERROR', LITELLM_LOCAL_MODEL_COST_MAP: 'True' }
  const child = spawn(bin('litellm'), args, { cwd: folder, env, stdio: 'ignore' })
  return peer('LiteLLM 1.99', child, port, { authorization: 'Bearer none' })
}

async function peer(name: string, child: ChildProcess, port: number, headers: Record<string, string>): Promise<Peer> {
  const url = `http://127.0.0.1:${port}/v1/chat/completions`
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const body = JSON.stringify({ model: 'fixed', messages: [{ role: 'user', content: 'Say hello.' }], max_tokens: 16 })
  const sent = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }
  let last = ''
  for (const until = Date.now() + 180_000; Date.now() < until && child.exitCode === null; await sleep(500)) {
    const response = await fetch(url, sent).catch(() => undefined)
    last = (await response?.text()) ?? ''
    if (response?.status === 200) return { name, url, headers, stop }
  }
  await stop()
  throw new Error(`${name} does not answer: ${last.slice(0, 300)}`)
}
