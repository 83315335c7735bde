import { createWriteStream } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { modelExportFormatSchema } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import type { Environment } from '../environment.ts'
import { cliErrors } from '../errors.ts'
import { findTraining } from '../operations/findTraining.ts'
import { pushToHub } from '../operations/pushToHub.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { unpackZip } from '../operations/unpackZip.ts'
import { waitForJob } from '../operations/waitForJob.ts'

export const command: Command = {
  path: ['model', 'export'],
  summary: 'a trained model as a folder that PEFT, llama.cpp and the Hugging Face Hub read',
  usage: 'NAME|JOB --to FOLDER --as DEVELOPER [--format adapter|merged|gguf] [--push OWNER/NAME [--public]]',
  options: {
    to: { type: 'string', help: 'the folder to make' },
    format: {
      type: 'string',
      help: 'adapter (default): for PEFT, and GGUF; merged: with its base, for transformers; gguf: with its base, for llama.cpp',
    },
    as: { type: 'string', help: 'the developer whose training it is' },
    push: {
      type: 'string',
      help: 'also commit it to this repository of the Hugging Face Hub, with the token in HF_TOKEN',
    },
    public: { type: 'boolean', help: 'make that repository public where it is new; else it is private' },
  },
  details: `NAME is that of a training, of which the newest that has succeeded is taken; JOB its id. README.md in the folder is
the model’s card. Example: openledger model export my-coder --to my-coder --as developer`,
  run: async ({ values, positionals, terminal, paths, root, env, json, signal }) => {
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
    const repository = readRepository(values, env)
    const jobId = await findTraining(ledger, positionals[0])
    if (format.data !== 'adapter') {
      terminal.progress(`putting ${positionals[0]} and its base together`)
      const made = await ledger.createModelExport(jobId, format.data)
      await waitForJob(ledger, made.jobId, { timeoutMs: 3_600_000, signal })
    }
    const { body } = await ledger.exportModel(jobId, format.data)
    const archive = `${to}.zip.partial`
    try {
      await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), createWriteStream(archive), { signal })
      const files = await unpackZip(archive, to, signal)
      const pushed =
        repository === undefined ? undefined : await pushToHub(root, env, { folder: to, ...repository }, signal)
      if (json) terminal.out(JSON.stringify({ folder: to, format: format.data, files, pushed }))
      else
        terminal.out(
          [`${to}: ${files.join(', ')}`, ...(pushed ? [`${pushed.url} at ${pushed.commit}`] : [])].join('\n'),
        )
    } finally {
      await rm(archive, { force: true })
    }
    return EXIT.ok
  },
}

/** Where it is pushed to. @throws CLI_USAGE, CLI_HUB_TOKEN before anything is made */
function readRepository(values: OptionValues, { HF_TOKEN }: Environment) {
  const repository = values['push']
  if (typeof repository !== 'string') return undefined
  if (!/^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(repository))
    throw new OpenLedgerError(cliErrors.CLI_USAGE, '--push takes OWNER/NAME of a repository')
  if (HF_TOKEN === undefined) throw new OpenLedgerError(cliErrors.CLI_HUB_TOKEN, 'HF_TOKEN is not set.')
  return { repository, isPublic: values['public'] === true }
}
