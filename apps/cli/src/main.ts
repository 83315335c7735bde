import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { runCli } from './runCli.ts'

const abort = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(signal))

// Who reads has read enough (`| head`). What was not said to its end is no success: 128 and the number of SIGPIPE.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(process.exitCode ?? 141)
  })

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  root: join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..'),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: abort.signal,
})
