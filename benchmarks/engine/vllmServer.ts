import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'

const VERSION = '0.32.0'
/** Name of the base there. */
export const SERVED = 'base'
/** vLLM takes minutes to start on a small machine. */
const START_ms = 30 * 60_000

export type VllmPeer = {
  readonly url: string
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>
}

/**
 * Starts a real vLLM on this machine's processor, over the base's de-quantised weights.
 *
 * @param options.dtype `float32` to compare numbers, `bfloat16` for speed
 * @param options.port of a server before, to come back there
 */
export async function startVllm(
  context: BenchContext,
  options: { readonly dtype: 'float32' | 'bfloat16'; readonly threads: number; readonly port?: number },
): Promise<VllmPeer & { readonly port: number }> {
  const bin = await pythonTools(context, 'vllm', `vLLM ${VERSION} for processors (2 GB)`)
  await beVllm(bin('python'), context)
  const folder = await dequantised(context)
  const port = options.port ?? (await freePort())
  const args = [
    'serve',
    folder,
    ...['--served-model-name', SERVED, '--host', '127.0.0.1', '--port', String(port), '--dtype', options.dtype],
    ...['--max-model-len', '1024', '--max-num-seqs', '8', '--generation-config', 'vllm', '--enforce-eager'],
    ...['--enable-lora', '--max-loras', '4', '--max-cpu-loras', '16', '--max-lora-rank', '64'],
  ]
  const env = {
    ...process.env,
    VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'True',
    VLLM_CPU_KVCACHE_SPACE: '1',
    VLLM_CPU_OMP_THREADS_BIND: 'nobind',
    VLLM_NO_USAGE_STATS: '1',
    HF_HUB_OFFLINE: '1',
    OMP_NUM_THREADS: String(options.threads),
  }
  context.progress(`starting vLLM ${VERSION}, ${options.dtype}, ${options.threads} threads`)
  // A group of its own: it has processes of its own.
  const child = spawn(bin('vllm'), args, { env, stdio: 'ignore', detached: true })
  const kill = () => killGroup(child)
  const url = `http://127.0.0.1:${port}`
  try {
    await healthy(url, child, context.signal)
  } catch (error) {
    await kill()
    throw error
  }
  return { url, port, kill }
}

/** vLLM looks for a package of its name to learn that it was built for processors. */
async function beVllm(python: string, context: BenchContext): Promise<void> {
  const { stdout } = await runProgram([python, '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    cwd: context.root,
  })
  const info = join(stdout.trim(), `vllm-${VERSION}+cpu.dist-info`)
  if (existsSync(info)) return
  await mkdir(info)
  await writeFile(join(info, 'METADATA'), `Metadata-Version: 2.1\nName: vllm\nVersion: ${VERSION}+cpu\n`)
}

/** The base's weights in 32-bit floats, as the trainer keeps them. */
async function dequantised(context: BenchContext): Promise<string> {
  const python = join(context.root, '.venv', 'bin', 'python')
  const script =
    'import sys; from pathlib import Path; from openledger_trainer.base_model import dequantised_folder; from openledger_trainer.files import sha256_file; file = Path(sys.argv[1]); print(dequantised_folder(file, sha256_file(file)))'
  const cwd = join(context.root, 'trainer')
  const made = await runProgram([python, '-c', script, baseFile(context.root)], { cwd, signal: context.signal })
  if (made.code !== 0) throw new Error(`the base could not be de-quantised: ${made.stderr.slice(-2_000)}`)
  return made.stdout.trim()
}

async function healthy(url: string, child: ChildProcess, signal: AbortSignal): Promise<void> {
  const until = Date.now() + START_ms
  while (Date.now() < until) {
    signal.throwIfAborted()
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`vLLM ended with ${child.exitCode}`)
    const answer = await fetch(`${url}/health`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(500)
  }
  throw new Error('vLLM did not start')
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
