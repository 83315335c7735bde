import { PARSER_VERSION, type ParseRequest } from '@openledger/core/api/uploads.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { hashFile } from '@openledger/data/ingest/hashFile.ts'
import type { NamedFile, ParsedItem } from '@openledger/data/ingest/parsed.ts'
import { type ParseOptions, parseFile } from '@openledger/data/ingest/parseFile.ts'
import { folderContributionStore } from '@openledger/sdk/folderContributionStore.ts'
import { bringFile } from '@openledger/sdk/index.ts'
import type { Terminal } from '../output/terminal.ts'
import { describePlace } from './describePlace.ts'
import type { Actor } from './session.ts'

type LeftOut = Extract<ParsedItem, { kind: 'leftOut' }>

/** What became of one file. */
export type ContributedFile = {
  readonly path: string
  readonly records: number
  readonly contributions: readonly Hex32[]
  readonly outcomes: readonly {
    /** Place among the file's records, from 1. */
    readonly record: number
    readonly place: string
    readonly verdict: string
    readonly code: string | null
    readonly reason: string | null
  }[]
  readonly leftOut: readonly { readonly place: string; readonly code: string; readonly reason: string }[]
}

/**
 * Reads a file here, commits to its records on chain, uploads it and has the gateway read it again. Goes on where it
 * stopped when it is called again.
 *
 * @param request.folder where salts and signatures are kept
 */
export async function contributeFile(
  actor: Actor,
  request: {
    readonly datanetId: Hex32
    readonly file: NamedFile
    readonly options: ParseOptions
    /** SPDX expression of what the file is under. */
    readonly licence?: string | undefined
    readonly folder: string
    readonly signal: AbortSignal
    readonly terminal: Terminal
  },
): Promise<ContributedFile> {
  const { datanetId, file, options, licence, folder, signal, terminal } = request
  const parse: ParseRequest = {
    parser: PARSER_VERSION,
    path: file.path,
    ...(options.url === undefined ? {} : { url: options.url }),
    ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
    ...(options.without === undefined ? {} : { without: options.without }),
  }
  const places: string[] = []
  const leftOut: LeftOut[] = []
  async function* contents() {
    for await (const item of parseFile(file, options)) {
      if (item.kind === 'leftOut') leftOut.push(item)
      else {
        places.push(describePlace(item.place))
        yield item.content
      }
    }
  }
  const { contributions } = await bringFile(
    actor.ledger,
    {
      datanetId,
      account: actor.account,
      store: folderContributionStore(folder),
      file: { blob: file.blob, sha256: await hashFile(file.blob), parse, licence, contents },
    },
    { signal, onProgress: (progress) => terminal.tick(`${file.path}: ${describe(progress)}`) },
  )
  return {
    path: file.path,
    records: places.length,
    contributions: contributions.map(({ contribution }) => contribution.contributionId),
    outcomes: contributions.flatMap(({ first, contribution }) =>
      contribution.records.map(({ index, verdict, code, reason }) => ({
        record: first + index + 1,
        place: places[first + index] ?? '',
        verdict,
        code,
        reason,
      })),
    ),
    leftOut: leftOut.map(({ place, code, reason }) => ({ place: describePlace(place), code, reason })),
  }
}

type Progress = Parameters<NonNullable<NonNullable<Parameters<typeof bringFile>[2]>['onProgress']>>[0]

function describe(progress: Progress): string {
  switch (progress.stage) {
    case 'registering':
      return `${progress.records} records committed on chain`
    case 'uploading':
      return `${Math.floor((progress.bytes / progress.of) * 100)}% uploaded`
    case 'reading':
      return 'the gateway reads it'
    case 'opening':
      return `${progress.batches} of ${progress.of} batches opened`
  }
}
