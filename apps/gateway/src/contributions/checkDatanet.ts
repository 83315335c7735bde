import { randomUUID } from 'node:crypto'
import { type CheckSettings, findingSchema, type Quality, qualitySchema } from '@openledger/core/api/checks.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import { CONTENT_CHECKS_VERSION } from '@openledger/data/checks/asked.ts'
import type { Asked, Finding } from '@openledger/data/checks/check.ts'
import { processJudge } from '@openledger/data/checks/createContentJudge.ts'
import { gravest } from '@openledger/data/checks/gravest.ts'
import { qualityOf } from '@openledger/data/checks/qualityOf.ts'
import type { ContentJudgement } from '@openledger/data/checks/threadTask.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq, gt, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { contentFindings, type OrderChecker, type OrderOutcome, orderFindings } from './createOrderChecker.ts'
import { type DatanetCheckers, processCheckers } from './datanetCheckers.ts'
import { readCheckSettings } from './readCheckSettings.ts'

/** Rows that are read, checked and written at once. */
const ROWS = 500

/** Binds a record to its place; commitments bind contributor and content, while it is there. The database alone ever makes it. */
const print = sql<string>`hashtextextended(
  ${records.commitment} || ':' || ${records.registeredOrder}::text || (CASE WHEN ${records.content} IS NULL THEN ' erased' ELSE '' END), 0)`

/**
 * Checks the uploaded records of a Datanet in the order of registration on chain, each against those registered before
 * it, and stores what changed. Verdicts thus depend on who registered first, never on who uploaded first: when an original
 * comes in after its copy, the copy is refused from then on.
 *
 * Only what can have changed is looked at: the process remembers the records in their order, drops those from the first
 * place on where the database now has another record, and goes on from there. Findings about a record by itself are kept
 * and made anew only with other settings or checks. While a recheck is under way (recheckDatanet.ts), that is left to it:
 * whoever brings a record waits for the checks of that record alone.
 *
 * @param db - a transaction that holds the Datanet's lock
 * @param atMost - ends after so many records, or a page more; what was looked at stays so. Given by the recheck alone
 * @returns how many records were looked at; fewer than `atMost`: all that had to be
 */
export async function checkDatanet(
  db: Database,
  contents: Contents,
  datanetId: Hash32,
  checkers: DatanetCheckers = processCheckers,
  atMost?: number,
): Promise<number> {
  const { settings, run, recheck } = await readCheckSettings(db, datanetId)
  const licence = await readLicence(db, datanetId)
  const way: Way = {
    contents,
    name: checksName(settings, licence),
    askedOf: (source) => ({ settings, licence: { datanet: licence, source } }),
    leavesOld: recheck !== undefined && atMost === undefined,
  }
  const remembered = checkers.of(datanetId)
  const { checker } = remembered
  // What is remembered was stored only if the run that made it was the last and was not taken back.
  if (remembered.run !== run || run === undefined) checker.truncate(0)
  checker.truncate(await agreeingRecords(db, datanetId, checker))
  remembered.run = randomUUID()
  const known = checker.at(checker.size())?.order ?? -1n
  const most = atMost ?? Number.POSITIVE_INFINITY
  let looked = way.leavesOld ? 0 : await recheckContents(db, datanetId, { ...way, upTo: known, most })
  if (looked < most) looked += await checkFrom(db, datanetId, { ...way, after: known, most: most - looked }, checker)
  await db
    .insert(datanetChecks)
    .values({ datanetId, run: remembered.run })
    .onConflictDoUpdate({ target: datanetChecks.datanetId, set: { run: remembered.run, updatedAt: new Date() } })
  return looked
}

/** Those whose content is here, or was and is withdrawn. */
const ofDatanet = (datanetId: Hash32) =>
  and(
    eq(records.datanetId, datanetId),
    or(isNotNull(records.content), isNotNull(records.erasedAt)),
    isNotNull(records.registeredOrder),
  )

/** How many records, from the first on, the database still has as they are remembered. */
async function agreeingRecords(db: Database, datanetId: Hash32, checker: OrderChecker): Promise<number> {
  const agrees = async (size: number): Promise<boolean> => {
    const at = checker.at(size)
    if (at === undefined) return true
    const [row] = await db
      .select({ size: sql<string>`count(*)::text`, prints: sql<string>`coalesce(sum(${print}), 0)::text` })
      .from(records)
      .where(and(ofDatanet(datanetId), lte(records.registeredOrder, at.order)))
    return row !== undefined && BigInt(row.size) === BigInt(size) && BigInt(row.prints) === at.prints
  }
  if (await agrees(checker.size())) return checker.size()
  let [low, high] = [0, checker.size() - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (await agrees(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Names what findings about contents are made by: another name, other findings. */
function checksName(settings: CheckSettings, licence: string): string {
  return canonicalHash({ version: CONTENT_CHECKS_VERSION, settings, licence }).slice(0, 18)
}

/** How far a recheck is: of a Datanet's records with content, how many are checked by its settings as they are. */
export async function countChecked(
  db: Database,
  datanetId: Hash32,
): Promise<{ readonly checked: number; readonly of: number }> {
  const { settings } = await readCheckSettings(db, datanetId)
  const name = checksName(settings, await readLicence(db, datanetId))
  const [row] = await db
    .select({
      checked: sql<number>`count(*) FILTER (WHERE starts_with(${records.checkedAs}, ${`${name} `}))`.mapWith(Number),
      of: sql<number>`count(*)`.mapWith(Number),
    })
    .from(records)
    .where(and(eq(records.datanetId, datanetId), isNotNull(records.content), isNotNull(records.registeredOrder)))
  return row ?? { checked: 0, of: 0 }
}

/** What contents are held against, by the licence of their source; `name` changes with it. */
type Way = {
  readonly contents: Contents
  readonly name: string
  readonly askedOf: (source: string) => Asked
  /** What was found with other settings stays as it is. */
  readonly leavesOld: boolean
}

const checkedAs = ({ name }: Way, source: string) => `${name} ${source}`
const isNew = (row: OpenRow, way: Way) =>
  way.leavesOld ? row.checkedAs === null : row.checkedAs !== checkedAs(way, row.source)

async function readLicence(db: Database, datanetId: Hash32): Promise<string> {
  const [row] = await db.select({ licence: datanets.licence }).from(datanets).where(eq(datanets.datanetId, datanetId))
  return row?.licence ?? ''
}

/** Adds the records after `after` to the checker, in their order; the next rows' contents are judged meanwhile. */
async function checkFrom(
  db: Database,
  datanetId: Hash32,
  way: Way & { readonly after: bigint; readonly most: number },
  checker: OrderChecker,
): Promise<number> {
  const read = async (after: bigint) => {
    const rows = await readRows(db, way.contents, and(ofDatanet(datanetId), gt(records.registeredOrder, after)))
    return { rows, judging: judgeRows(rows.flatMap(opened), way) }
  }
  let looked = 0
  let page = await read(way.after)
  for (let last = page.rows.at(-1); last !== undefined; last = page.rows.at(-1)) {
    const { rows, judging } = page
    const isLast = looked + rows.length >= way.most
    const next = isLast ? undefined : await read(last.order)
    const orders = new Map<Hash32, OrderOutcome>()
    for (const { content, recordId, ...row } of rows) {
      const added = { ...row, recordId: recordId ?? '' }
      if (content === null) checker.addErased(added)
      else orders.set(row.commitment, checker.add({ ...added, content }, row.unit))
    }
    const outcomes = (await judging).map(({ row, findings, form, language }) => {
      const order = orders.get(row.commitment)
      const ofOrder = order === undefined || order.stands ? orderFindings(row.findings) : order.findings
      return outcomeOf(row, order?.unit ?? row.commitment, [...findings, ...ofOrder], { way, form, language })
    })
    await storeOutcomes(db, outcomes)
    looked += rows.length
    if (next === undefined) break
    page = next
  }
  return looked
}

/** Makes findings about contents anew where they were made with other settings; order and units stay. */
async function recheckContents(
  db: Database,
  datanetId: Hash32,
  way: Way & { readonly upTo: bigint; readonly most: number },
): Promise<number> {
  for (let looked = 0; ; ) {
    if (looked >= way.most) return looked
    const rows = await readRows(
      db,
      way.contents,
      and(
        ofDatanet(datanetId),
        isNotNull(records.content),
        lte(records.registeredOrder, way.upTo),
        sql`${records.checkedAs} IS DISTINCT FROM ${way.name} || ' ' || ${contributions.sourceLicence}`,
      ),
    )
    if (rows.length === 0) return looked
    const outcomes = (await judgeRows(rows.flatMap(opened), way)).map(({ row, findings, form, language }) =>
      outcomeOf(row, row.unit ?? row.commitment, [...findings, ...orderFindings(row.findings)], {
        way,
        form,
        language,
      }),
    )
    await storeOutcomes(db, outcomes)
    looked += rows.length
  }
}

type Row = Awaited<ReturnType<typeof readRows>>[number]
type OpenRow = Row & { readonly content: RecordContent }

/** A row if its content is here. */
const opened = ({ content, ...row }: Row): OpenRow[] => (content === null ? [] : [{ ...row, content }])

async function readRows(db: Database, contents: Contents, where: SQL | undefined) {
  const rows = await db
    .select({
      commitment: records.commitment,
      datanetId: records.datanetId,
      contributor: records.contributor,
      recordId: records.recordId,
      content: records.content,
      order: records.registeredOrder,
      unit: records.unit,
      findings: records.findings,
      checkedAs: records.checkedAs,
      quality: records.quality,
      language: records.language,
      source: contributions.sourceLicence,
      print,
    })
    .from(records)
    .innerJoin(contributions, eq(contributions.contributionId, records.contributionId))
    .where(where)
    .orderBy(asc(records.registeredOrder))
    .limit(ROWS)
  return rows.map((row) => ({
    ...row,
    content: row.content === null ? null : recordContentSchema.parse(contents.open(row, row.content)),
    order: row.order ?? 0n,
    findings: z.array(findingSchema).parse(row.findings),
    quality: qualitySchema.nullable().parse(row.quality),
    print: BigInt(row.print),
  }))
}

/** What is said of each row's content: as it was kept where it was made with the same settings. */
async function judgeRows(rows: readonly OpenRow[], way: Way) {
  const fresh = rows.filter((row) => isNew(row, way))
  const judged = await processJudge.judge(fresh.map(({ content, source }) => ({ content, asked: way.askedOf(source) })))
  const byRow = new Map(fresh.map((row, at) => [row, judged[at]]))
  return rows.map((row) => ({
    row,
    ...(byRow.get(row) ?? { findings: contentFindings(row.findings), form: formOfKept(row), language: row.language }),
  }))
}

/** The parts of a kept quality that are of form: those that no finding took off. */
function formOfKept({ quality, findings }: Row): Quality['parts'] {
  return (quality?.parts ?? []).filter(({ name }) => !findings.some(({ check }) => check === name))
}

function outcomeOf(
  row: OpenRow,
  unit: Hash32,
  findings: readonly Finding[],
  { way, form, language }: { readonly way: Way } & Pick<ContentJudgement, 'form' | 'language'>,
) {
  const verdict = gravest(findings)
  return {
    commitment: row.commitment,
    verdict,
    code: findings.find((finding) => finding.verdict === verdict)?.code ?? null,
    reason: findings.length === 0 ? null : findings.map(({ reason }) => reason).join(' '),
    unit,
    findings,
    quality: qualityOf(form, findings),
    language,
    checked_as: isNew(row, way) || row.checkedAs === null ? checkedAs(way, row.source) : row.checkedAs,
  }
}

async function storeOutcomes(db: Database, outcomes: readonly ReturnType<typeof outcomeOf>[]): Promise<void> {
  await db.execute(sql`
    UPDATE records SET verdict = new.verdict, code = new.code, reason = new.reason, unit = new.unit,
      findings = new.findings, quality = new.quality, language = new.language, checked_as = new.checked_as
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS new(commitment text, verdict text, code text,
      reason text, unit text, findings jsonb, quality jsonb, language text, checked_as text)
    WHERE records.commitment = new.commitment`)
}
