import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { type QaContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, arrayContains, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { fileErrors } from './errors.ts'
import { type GrantedVersion, grantedVersions } from './grantedVersions.ts'
import type { FileRecord } from './readExamples.ts'

/** What a file asks to be trained on. */
export type MatchedRecords = { readonly versions: Hash32[]; readonly commitments: Hash32[] }

type Services = Pick<GatewayServices, 'db' | 'chain' | 'ledgerTime' | 'contents'>
type Found = { readonly commitment: Hash32; readonly root: Hash32 }

/** Ids that are looked up at once, records with the same words that are opened, versions that a training takes. */
const IDS_AT_ONCE = 1_000
const SAME_WORDS_MAX = 50
const VERSIONS_MAX = 16

/**
 * Finds the records that a training file names by what they say: each example must be a record, or one wording of a record,
 * of a version that the account may train on. Nobody trains on anything else.
 *
 * @returns the records, and the fewest versions (newest first) that hold them
 * @throws FILE_EXAMPLE_UNKNOWN (names the first line), FILE_VERSIONS_TOO_MANY, CHAIN_*
 */
export async function matchExamples(
  services: Services,
  account: Address,
  examples: readonly FileRecord[],
): Promise<MatchedRecords> {
  const granted = await grantedVersions(services, account)
  const known = await byContent(
    services,
    granted,
    examples.map(({ content }) => recordId(content)),
  )
  const found = new Map<Hash32, Hash32>()
  const wordings = new Map<string, Found>()
  const unknown: number[] = []
  for (const { line, content } of examples) {
    const match =
      known.get(recordId(content)) ??
      wordings.get(wordingOf(content)) ??
      (await byWording(services, granted, content, wordings))
    if (match === undefined) unknown.push(line)
    else found.set(match.commitment, match.root)
  }
  const [first] = unknown
  if (first !== undefined) {
    const others = unknown.length === 1 ? '' : ` The same holds for ${unknown.length - 1} more.`
    throw new OpenLedgerError(
      fileErrors.FILE_EXAMPLE_UNKNOWN,
      `Line ${first}: no record that ${account} may train on says this.${others}`,
      { details: { param: 'training_file', line: first, unknown: unknown.length } },
    )
  }
  const used = [...new Set(found.values())]
  if (used.length > VERSIONS_MAX) {
    throw new OpenLedgerError(
      fileErrors.FILE_VERSIONS_TOO_MANY,
      `The examples lie in ${used.length} versions, a training takes ${VERSIONS_MAX}.`,
      { details: { param: 'training_file' } },
    )
  }
  return { versions: used, commitments: [...found.keys()].sort() }
}

/** Records by the id of their content; of each the one that was registered first, in the newest version that holds it. */
async function byContent(
  { db }: Services,
  granted: readonly GrantedVersion[],
  ids: readonly Hash32[],
): Promise<Map<Hash32, Found>> {
  const found = new Map<Hash32, Found>()
  if (granted.length === 0) return found
  const unique = [...new Set(ids)]
  for (let from = 0; from < unique.length; from += IDS_AT_ONCE) {
    const rows = await db
      .select({ id: records.recordId, commitment: records.commitment, root: versionRecords.root })
      .from(records)
      .innerJoin(versionRecords, eq(versionRecords.commitment, records.commitment))
      .where(
        and(
          inArray(records.recordId, unique.slice(from, from + IDS_AT_ONCE)),
          inArray(versionRecords.root, rootsOf(granted)),
          isNotNull(records.content),
        ),
      )
      .orderBy(asc(records.registeredOrder))
    for (const [id, same] of Map.groupBy(rows, (row) => row.id)) {
      const newest = newestOf(granted, same)
      if (id !== null && newest !== undefined) found.set(id, newest)
    }
  }
  return found
}

/** A record of several wordings of which this is one; all of its wordings are remembered. */
async function byWording(
  { db, contents }: Services,
  granted: readonly GrantedVersion[],
  content: QaContent,
  wordings: Map<string, Found>,
): Promise<Found | undefined> {
  for (const datanetId of new Set(granted.map((version) => version.datanetId))) {
    const words = contents.words(datanetId, `${content.prompts[0]} ${content.answer}`)
    const rows = await db
      .select({ commitment: records.commitment, content: records.content, root: versionRecords.root })
      .from(records)
      .innerJoin(versionRecords, eq(versionRecords.commitment, records.commitment))
      .where(
        and(
          eq(records.datanetId, datanetId),
          eq(records.kind, 'qa'),
          arrayContains(records.words, words),
          inArray(versionRecords.root, rootsOf(granted)),
          isNotNull(records.content),
        ),
      )
      .orderBy(asc(records.registeredOrder))
      .limit(SAME_WORDS_MAX)
    for (const [commitment, same] of Map.groupBy(rows, (row) => row.commitment)) {
      const said = recordContentSchema.safeParse(contents.open({ datanetId, commitment }, same[0]?.content)).data
      const newest = newestOf(granted, same)
      if (said?.kind !== 'qa' || newest === undefined) continue
      for (const prompt of said.prompts) {
        const wording = wordingOf({ ...said, prompts: [prompt] })
        if (!wordings.has(wording)) wordings.set(wording, newest)
      }
    }
    const match = wordings.get(wordingOf(content))
    if (match !== undefined) return match
  }
  return undefined
}

const rootsOf = (granted: readonly GrantedVersion[]) => granted.map(({ root }) => root)

const wordingOf = ({ prompts, answer }: QaContent) => JSON.stringify([prompts[0], answer])

/** Of the places of one record, or of records that say the same, the first record's in the newest version. */
function newestOf(granted: readonly GrantedVersion[], rows: readonly Found[]): Found | undefined {
  const first = rows[0]?.commitment
  const roots = new Set(rows.filter(({ commitment }) => commitment === first).map(({ root }) => root))
  const newest = granted.find(({ root }) => roots.has(root))
  return first === undefined || newest === undefined ? undefined : { commitment: first, root: newest.root }
}
