import { resolve } from 'node:path'
import { createAdapterRequestSchema, createAdapterResultSchema } from '@openledger/core/api/adapters.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { describeAdapter } from '../operations/describeAdapter.ts'
import { openSession } from '../operations/session.ts'
import { waitForJob } from '../operations/waitForJob.ts'

export const command: Command = {
  path: ['adapter', 'add'],
  summary: 'take an adapter from elsewhere into the store (the operator’s machine)',
  usage: 'SOURCE [--licence SPDX-ID] [--sha256 HASH]',
  options: {
    licence: { type: 'string', help: 'the licence, where the source does not say it' },
    sha256: { type: 'string', help: 'refuse another content: the adapter’s id, or the hash of its weights file' },
  },
  details: `SOURCE is a folder, hf:OWNER/NAME[@REVISION], https://… (a .tar.gz, a .zip, or a folder of files when it ends with /),
s3://BUCKET/PREFIX or registry:MODEL_ID. Only LoRA in safetensors is taken, and only what can be served exactly; what is
refused is refused with its reason, and the store stays as it was.
Example: openledger adapter add hf:someone/smollm2-135m-instruct-coder`,
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const request = createAdapterRequestSchema.safeParse({
      source: wholePath(positionals[0]),
      licence: values['licence'],
      expected: values['sha256'],
    })
    if (!request.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, z.prettifyError(request.error))
    const { ledger } = await (await openSession(paths)).operator()
    const { jobId } = await ledger.createAdapter(request.data)
    terminal.tick('fetching, checking, converting …')
    const job = await waitForJob(ledger, jobId, { timeoutMs: 4 * 3_600_000, signal })
    const { adapter, found } = createAdapterResultSchema.parse(job.result)
    if (json) terminal.out(JSON.stringify({ found, ...adapter }, null, 2))
    else {
      terminal.out(found ? `${adapter.id} was in the store already` : `${adapter.id} is in the store`)
      for (const line of describeAdapter(adapter)) terminal.out(line)
    }
    return EXIT.ok
  },
}

/** A path without a scheme is one of this machine, as the shell means it. */
function wholePath(source: string | undefined): string | undefined {
  return source === undefined || /^[a-z0-9]+:/.test(source) ? source : resolve(source)
}
