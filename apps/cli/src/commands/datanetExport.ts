import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportFormatSchema } from '@openledger/core/api/versions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { versionNumber } from '../operations/versionNumber.ts'

export const command: Command = {
  path: ['datanet', 'export'],
  summary: 'a version’s records as a file, for who may read them',
  usage: 'DATANET [VERSION] --to FILE [--format FORMAT] [--as READER]',
  options: {
    to: { type: 'string', help: 'the file to write' },
    format: {
      type: 'string',
      help: 'jsonl (default), csv, parquet, hf (a Hugging Face folder in a zip), readme, or croissant',
    },
    as: { type: 'string', help: 'the account that may read: owner, curator, or a developer with a grant' },
  },
  details:
    'The newest version unless a number is given. readme and croissant describe the version and need no right. Each export of private contents is logged for the owner.',
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const to = needText(values, 'to')
    const session = await openSession(paths)
    const { ledger } = typeof values['as'] === 'string' ? await session.actor(values['as']) : session
    const datanet = await findDatanet(ledger, positionals[0])
    const number = versionNumber(datanet, positionals[1])
    const asked = values['format'] ?? 'jsonl'
    const format = exportFormatSchema.safeParse(asked)
    if (!format.success && asked !== 'croissant')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, '--format takes jsonl, csv, parquet, hf, readme or croissant')
    const body = format.success
      ? Readable.fromWeb((await ledger.exportVersion(datanet.datanetId, number, format.data)).body ?? emptyStream())
      : Readable.from([`${JSON.stringify(await ledger.getCroissant(datanet.datanetId, number), null, 2)}\n`])
    // Half a file is never found under its name.
    const partial = `${to}.partial`
    try {
      await pipeline(body, createWriteStream(partial), { signal })
      await rename(partial, to)
    } finally {
      await rm(partial, { force: true })
    }
    const version = datanet.versions.find((one) => one.number === number)
    const facts = { file: to, format: asked, number, root: version?.root, records: version?.count }
    terminal.out(
      json ? JSON.stringify(facts) : `${to}: version ${number}, ${version?.count} records, root ${version?.root}`,
    )
    return EXIT.ok
  },
}

const emptyStream = () => new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })
