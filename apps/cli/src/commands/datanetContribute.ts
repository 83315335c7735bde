import { join } from 'node:path'
import type { RecordRanges } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parseFile } from '@openledger/data/ingest/parseFile.ts'
import { planFiles } from '@openledger/data/ingest/planFiles.ts'
import { readRanges } from '@openledger/data/ingest/recordRanges.ts'
import { type Command, type CommandContext, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { type ContributedFile, contributeFile } from '../operations/contributeFile.ts'
import { describePlace } from '../operations/describePlace.ts'
import { gatherFiles } from '../operations/gatherFiles.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { licenceOption, readLicence } from '../operations/readLicence.ts'
import { readMapping } from '../operations/readMapping.ts'
import { openSession } from '../operations/session.ts'

/** Records that --preview shows of each file. */
const SHOWN = 5

export const command: Command = {
  path: ['datanet', 'contribute'],
  summary: 'contribute files: read here, committed on chain, then uploaded and read again by the gateway',
  usage: 'DATANET FILE… --as ACCOUNT',
  options: {
    as: { type: 'string', help: 'the contributor’s account' },
    licence: licenceOption,
    url: { type: 'string', help: 'where a reader finds the source; documents need it' },
    map: {
      type: 'string',
      help: 'columns by hand: prompt=COLUMN,answer=COLUMN or text=COLUMN,title=COLUMN,url=COLUMN',
    },
    without: {
      type: 'string',
      help: 'records of the file that are left out, by number from 1: 3,17-20; --preview shows the numbers',
    },
    preview: { type: 'boolean', help: 'read and show, sign and send nothing' },
  },
  details:
    'Files: .md .txt .pdf .docx .jsonl .csv .parquet, or a folder of a Hugging Face dataset.\nCommitments go on chain before any content leaves this machine. The same command again goes on where it stopped.\nExample: ./openledger datanet contribute 0x… guide.md --url https://example.org/guide --as ada',
  run: async (context) => {
    const { values, positionals, paths, terminal, signal, json } = context
    const [id, ...named] = positionals
    const datanetId = needId(id, 'the Datanet’s id')
    if (named.length === 0) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'give at least one file or folder')
    const url = typeof values['url'] === 'string' ? values['url'] : undefined
    const plan = await planFiles(await gatherFiles(named))
    const options = { url, mapping: readMapping(values['map']), without: readWithout(context, plan.files.length) }
    for (const { path, code, reason } of plan.leftOut) terminal.progress(`${path}: ${code} ${reason}`)
    if (values['preview'] === true) return preview(context, plan.files, options)
    // Before anything is signed: that the records to be left out are there.
    if (options.without !== undefined)
      for (const file of plan.files) for await (const _ of parseFile(file, options)) signal.throwIfAborted()

    const licence = readLicence(values)
    const session = await openSession(paths)
    const actor = await session.actor(needText(values, 'as'))
    const folder = join(paths.home, 'contributions')
    const done: ContributedFile[] = []
    for (const file of plan.files) {
      const contributed = await contributeFile(actor, {
        datanetId,
        file,
        options,
        licence,
        folder,
        signal,
        terminal,
      })
      done.push(contributed)
      if (!json) tell(context, contributed)
    }
    if (json) terminal.out(JSON.stringify({ files: done, leftOut: plan.leftOut }, null, 2))
    return EXIT.ok
  },
}

/** The records that are left out, of the one file that they are numbered in. @throws CLI_USAGE */
function readWithout({ values }: CommandContext, files: number): RecordRanges | undefined {
  const value = values['without']
  if (value === undefined) return undefined
  const ranges = readRanges(String(value))
  if (ranges === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--without takes numbers from 1: 3,17-20')
  if (files !== 1)
    throw new OpenLedgerError(cliErrors.CLI_USAGE, '--without takes one file: numbers are of its records')
  return ranges
}

function tell({ terminal }: CommandContext, { path, outcomes, leftOut }: ContributedFile): void {
  for (const { place, code, reason } of leftOut) terminal.out(`${place}: left out ${code} ${reason}`)
  for (const { place, verdict, code, reason } of outcomes) {
    if (verdict !== 'accept') terminal.out(`${place}: ${verdict} ${code ?? ''} ${reason ?? ''}`)
  }
  const accepted = outcomes.filter(({ verdict }) => verdict === 'accept').length
  terminal.out(`${path}: ${accepted} of ${outcomes.length} records accepted, ${leftOut.length} places left out`)
}

async function preview(
  { terminal, json }: CommandContext,
  files: readonly Parameters<typeof parseFile>[0][],
  options: Parameters<typeof parseFile>[1],
): Promise<number> {
  for (const file of files) {
    let records = 0
    let number = 0
    for await (const item of parseFile(file, options)) {
      if (item.kind === 'record') records += 1
      if (item.kind === 'record' || item.code === 'DATA_RECORD_NOT_CHOSEN') number += 1
      if (json) terminal.out(JSON.stringify(item))
      else if (item.kind === 'leftOut')
        terminal.out(`${describePlace(item.place)}: left out ${item.code} ${item.reason}`)
      else if (records <= SHOWN)
        terminal.out(`${number}  ${describePlace(item.place)}: ${JSON.stringify(item.content)}`)
    }
    if (!json) terminal.out(`${file.path}: ${records} records`)
  }
  return EXIT.ok
}
