import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { WEIGHTS } from '../adapterFiles.ts'
import { storeErrors } from '../errors.ts'
import { plainText } from '../plainText.ts'
import type { StoreSettings } from '../storeSettings.ts'
import type { Conversion, ConvertAdapter } from './convertAdapter.ts'

const SCRIPT = fileURLToPath(new URL('../../../python/convert_adapter.py', import.meta.url))
/** A network namespace of its own has no way out; `-r` lets an unprivileged user make one (Linux, util-linux). */
const WITHOUT_NETWORK = ['unshare', '-r', '-n', '--'] as const
/** Memory for Python and NumPy themselves, and for each byte of weights: float32 copies of 16-bit ones, twice. */
const MEMORY_BASE = 1024 ** 3
const MEMORY_FACTOR = 8
const TIME_s = 600

/** How the converter is started. */
export type ConverterOptions = {
  /** Interpreter that has gguf and numpy. */
  readonly python: string
  /** Folder that holds the package openledger_trainer, whose exporter is used. */
  readonly trainerFolder: string
  readonly isolation: StoreSettings['isolation']
}

/**
 * The converter in Python: a process without a network, with limits on memory, time and what it writes, that gets
 * nothing of the original adapter but checked numbers and the rebuilt configuration.
 * Where no process can be kept from the network, nothing is converted unless `isolation` is `none`.
 */
export function createConverter(options: ConverterOptions): ConvertAdapter {
  return async (conversion) => {
    if (options.isolation === 'network') await assertIsolable()
    const prefix = options.isolation === 'network' ? WITHOUT_NETWORK : []
    const { status, errors } = await runPython(prefix, options, conversion)
    if (conversion.signal.aborted) throw conversion.signal.reason
    if (status === 0) return
    const reason = errors.trim().split('\n').at(-1) ?? ''
    throw new OpenLedgerError(
      storeErrors.ADAPTER_CONVERSION_FAILED,
      `The converter ended with ${status}: ${plainText(reason)}`,
    )
  }
}

async function runPython(prefix: readonly string[], options: ConverterOptions, conversion: Conversion) {
  const { folder, out, heads, kvHeads, signal } = conversion
  const { size } = await stat(join(folder, WEIGHTS))
  const job = {
    trainerFolder: options.trainerFolder,
    ...{ folder, out, heads, kvHeads },
    memoryBytes: MEMORY_BASE + MEMORY_FACTOR * size,
    fileBytes: 2 * size + 1024 ** 2,
    cpuSeconds: TIME_s,
  }
  const [command = '', ...words] = [...prefix, options.python, '-I', SCRIPT]
  const child = spawn(command, words, {
    cwd: '/',
    // Nothing of this process's environment: it may hold keys.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: TIME_s * 1_000,
    killSignal: 'SIGKILL',
  })
  const stop = () => child.kill('SIGKILL')
  signal.addEventListener('abort', stop, { once: true })
  try {
    child.stdin.on('error', () => undefined) // it ended early; its status says why
    child.stdin.end(JSON.stringify(job))
    const [errors, [code, killedBy]] = await Promise.all([text(child.stderr), once(child, 'close')])
    return { status: Number(code ?? -1) === -1 ? String(killedBy) : Number(code), errors }
  } catch (cause) {
    throw new OpenLedgerError(storeErrors.ADAPTER_CONVERSION_FAILED, `${command} could not be started.`, { cause })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** @throws ADAPTER_NOT_ISOLATED where a process cannot be kept from the network */
async function assertIsolable(): Promise<void> {
  const [command, ...words] = [...WITHOUT_NETWORK, 'true']
  const child = spawn(command ?? '', words, { stdio: 'ignore' })
  const [code] = await once(child, 'close').catch(() => [undefined])
  if (code === 0) return
  throw new OpenLedgerError(storeErrors.ADAPTER_NOT_ISOLATED, 'This machine cannot start a process without a network.')
}
