import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { dataErrors } from '../errors.ts'
import { assertPath } from './assertPath.ts'
import { formatOfName } from './detectFormat.ts'
import { ingestLimits } from './limits.ts'
import { matchesPattern } from './matchesPattern.ts'
import type { NamedFile } from './parsed.ts'

/** Which of the files that were brought are read, in which order, and why the others are not. */
export type FilePlan = {
  readonly files: readonly NamedFile[]
  readonly leftOut: readonly { readonly path: string; readonly code: `DATA_${string}`; readonly reason: string }[]
  /** Licence that a dataset card names; null without one. */
  readonly licence: string | null
}

const pathsSchema = z.union([z.string().transform((path) => [path]), z.array(z.string())])
const cardSchema = z.object({
  license: z
    .union([z.string(), z.array(z.string()).transform((all) => all.join(', '))])
    .optional()
    .catch(undefined),
  configs: z
    .array(
      z.object({
        data_files: z.union([
          pathsSchema,
          z.array(z.object({ path: pathsSchema })).transform((all) => all.flatMap(({ path }) => path)),
        ]),
      }),
    )
    .optional()
    .catch(undefined),
})

const tables = new Set(['jsonl', 'csv', 'parquet'])
/** A card is read whole; one that is longer is none. */
const cardBytesMax = 2 ** 20

/**
 * Sorts out what was brought. Single files are all read. In a folder of a Hugging Face dataset (a README.md beside data
 * files, in its `data_files` if it names any) the data files are read and the card is not; hidden files never are.
 *
 * @throws DATA_TOO_MANY_FILES, DATA_PATH_UNSAFE
 */
export async function planFiles(brought: readonly NamedFile[]): Promise<FilePlan> {
  if (brought.length > ingestLimits.files) {
    throw new OpenLedgerError(dataErrors.DATA_TOO_MANY_FILES, `More than ${ingestLimits.files} files at once.`)
  }
  const leftOut: { path: string; code: `DATA_${string}`; reason: string }[] = []
  const out = (path: string, reason: string) => void leftOut.push({ path, code: 'DATA_FILE_LEFT_OUT', reason })
  const files: NamedFile[] = []
  for (const file of brought) {
    assertPath(file.path)
    if (file.path.split('/').some((part) => part.startsWith('.'))) out(file.path, 'A hidden file.')
    else if (formatOfName(file.path) === undefined) out(file.path, 'Its ending says no format that is read here.')
    else files.push(file)
  }
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const card = files.find(({ path, blob }) => /^(?:[^/]+\/)?README\.md$/.test(path) && blob.size <= cardBytesMax)
  const data = files.filter(({ path }) => tables.has(formatOfName(path) ?? ''))
  if (card === undefined || data.length === 0) return { files, leftOut, licence: null }

  const root = card.path.slice(0, -'README.md'.length)
  const facts = await readCard(card)
  const patterns = facts.configs?.flatMap(({ data_files }) => data_files)
  const taken = data.filter(
    ({ path }) =>
      patterns === undefined || patterns.some((pattern) => matchesPattern(path.slice(root.length), pattern)),
  )
  for (const { path } of files) {
    if (path === card.path) out(path, 'The card of the dataset: it says things about the records and is none.')
    else if (!taken.some((file) => file.path === path)) out(path, 'Not one of the data files of the dataset.')
  }
  return { files: taken, leftOut, licence: facts.license ?? null }
}

async function readCard(card: NamedFile): Promise<z.infer<typeof cardSchema>> {
  const front = /^---\r?\n(.*?)\r?\n---\s*(?:\r?\n|$)/s.exec(await card.blob.text())?.[1]
  try {
    // Aliases are bounded by the library; a card that is no YAML names nothing.
    return cardSchema.parse(front === undefined ? {} : parseYaml(front, { maxAliasCount: 10 }))
  } catch {
    return {}
  }
}
