import { createWriteStream } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { modelExportFormatSchema } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { unpackZip } from '../operations/unpackZip.ts'

export const command: Command = {
  path: ['model', 'export'],
  summary: 'a trained model as a folder that PEFT, llama.cpp and the Hugging Face Hub read',
  usage: 'JOB --to FOLDER --as DEVELOPER [--format adapter]',
  options: {
    to: { type: 'string', help: 'the folder to make' },
    format: { type: 'string', help: 'adapter (default): card, weights and settings, GGUF, manifest, log' },
    as: { type: 'string', help: 'the developer whose training it is' },
  },
  details: `JOB is the training that model train named. README.md in the folder is the model’s card.
Example: openledger model export JOB --to my-coder --as developer`,
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const jobId = z.uuid().safeParse(positionals[0])
    if (!jobId.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'model export takes the id of a training')
    const format = modelExportFormatSchema.safeParse(values['format'] ?? 'adapter')
    if (!format.success)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, `--format takes ${modelExportFormatSchema.options.join(', ')}`)
    const to = needText(values, 'to').replace(/\/+$/, '')
    const taken = await access(to).then(
      () => true,
      () => false,
    )
    if (taken) throw new OpenLedgerError(cliErrors.CLI_USAGE, `${to} is there already`)
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const { body } = await ledger.exportModel(jobId.data, format.data)
    const archive = `${to}.zip.partial`
    try {
      await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), createWriteStream(archive), { signal })
      const files = await unpackZip(archive, to, signal)
      terminal.out(json ? JSON.stringify({ folder: to, format: format.data, files }) : `${to}: ${files.join(', ')}`)
    } finally {
      await rm(archive, { force: true })
    }
    return EXIT.ok
  },
}
