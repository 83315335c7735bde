import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ParseRequest } from '@openledger/core/api/uploads.ts'
import { type ErrorDescriptor, OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '@openledger/data/errors.ts'
import { createBlockSeal } from '@openledger/db/contents/blockSeal.ts'
import { z } from 'zod'
import { findIsolation } from './findIsolation.ts'
import { createRecordSealer } from './sealedBlocks.ts'
import type { UploadPaths } from './uploadFolder.ts'

const child = fileURLToPath(new URL('./parseChild.ts', import.meta.url))
/** The program's own folders: not the whole checkout, in which the operator's state may lie. */
const program = ['apps/gateway/', 'packages/', 'node_modules/', 'package.json'].map((path) =>
  fileURLToPath(new URL(`../../../../${path}`, import.meta.url)),
)

/** Bounds of the process: writable memory in KiB, JavaScript's own part of it in MiB, time in s and what each MiB of the file adds. */
const MEMORY_KIB = 1_500_000
const HEAP_MIB = 768
const TIME_S = 60
const TIME_S_PER_MIB = 2

const failureSchema = z.object({ code: z.string(), message: z.string() })

/** An upload as it lies on the disk. */
export type SealedUpload = {
  readonly paths: UploadPaths
  /** Of the plain file. */
  readonly bytes: number
  /** What its blocks are sealed under. */
  readonly key: Uint8Array
}

/**
 * Reads a file in a process of its own, which has no network, may read this file and the program and write nothing, and
 * whose memory and time are bounded by the system: what a file does to its parser ends there. The process unseals as it
 * reads, and what it reads is sealed again before it is written: nothing of the file lies plain on the disk.
 *
 * @returns how many records there are; their contents lie in `paths.records`, found by `paths.index`
 * @throws DATA_* as the parser says; DATA_PARSE_TIMEOUT, DATA_PARSE_DIED
 */
export async function parseInProcess(upload: SealedUpload, request: ParseRequest): Promise<number> {
  const { paths, bytes, key } = upload
  const seconds = TIME_S + Math.ceil((bytes / 2 ** 20) * TIME_S_PER_MIB)
  const bounds = `ulimit -d ${MEMORY_KIB}; ulimit -t ${seconds}; ulimit -f 0; ulimit -c 0; exec "$@"`
  const reading = [...program, `${paths.parts}/`].map((path) => `--allow-fs-read=${path}`)
  const command = [
    ...(await findIsolation()),
    process.execPath,
    '--permission',
    ...reading,
    `--max-old-space-size=${HEAP_MIB}`,
    '--disable-warning=ExperimentalWarning',
    child,
    paths.parts,
    String(bytes),
    JSON.stringify(request),
  ]
  // An environment of its own: nothing of the operator's is for a parser.
  const running = spawn('/bin/sh', ['-c', bounds, 'sh', ...command], {
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let late = false
  const kill = () => {
    try {
      // The group: the shell has become the process, or waits for it.
      if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  const timer = setTimeout(() => {
    late = true
    kill()
  }, seconds * 1000)
  let said = ''
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
  })
  const ended = once(running, 'close')
  // Not as an argument or a variable, which others on the machine may see. A process that died before says so below.
  running.stdin.on('error', () => undefined).end(Buffer.from(key).toString('hex'))
  try {
    const records = await keepLines(running.stdout, upload)
    const [code] = await ended
    if (late) throw new OpenLedgerError(dataErrors.DATA_PARSE_TIMEOUT, `Reading the file took more than ${seconds} s.`)
    if (code !== 0) throw failureOf(said)
    return records
  } finally {
    clearTimeout(timer)
    kill()
  }
}

/** Writes what the process says to a file, sealed, and where its lines begin to another. */
async function keepLines(source: AsyncIterable<Buffer>, { paths, bytes, key }: SealedUpload): Promise<number> {
  const bytesMax = bytes * 20 + 2 ** 26
  await using lines = await open(paths.records, 'w', 0o600)
  await using index = await open(paths.index, 'w', 0o600)
  const sealer = createRecordSealer(createBlockSeal(key), (sealed) => lines.writeFile(sealed))
  let total = 0
  let count = 0
  await index.writeFile(offset(0))
  for await (const piece of source) {
    const found: Buffer[] = []
    for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, at + 1)) found.push(offset(total + at + 1))
    count += found.length
    total += piece.length
    if (total > bytesMax) throw new OpenLedgerError(dataErrors.DATA_PARSE_DIED, 'The file holds far more than it is.')
    await sealer.add(piece)
    if (found.length > 0) await index.writeFile(Buffer.concat(found))
  }
  await sealer.end()
  return count
}

function offset(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

/** What the process said of its end: an error of the parser's, or nothing, when the system ended it. */
function failureOf(said: string): OpenLedgerError {
  const line = said.trimEnd().split('\n').at(-1) ?? ''
  const failure = failureSchema.safeParse(asJson(line)).data
  const known: Readonly<Record<string, ErrorDescriptor | undefined>> = dataErrors
  const descriptor = failure === undefined ? undefined : known[failure.code]
  if (descriptor !== undefined && failure !== undefined) return new OpenLedgerError(descriptor, failure.message)
  return new OpenLedgerError(dataErrors.DATA_PARSE_DIED, 'Reading the file took more memory or time than there may be.')
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
