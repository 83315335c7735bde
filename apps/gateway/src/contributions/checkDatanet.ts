import { randomUUID } from 'node:crypto'
import { type CheckSettings, findingSchema } from '@openledger/core/api/checks.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import type { Finding } from '@openledger/data/checks/check.ts'
import { qualityOf } from '@openledger/data/checks/qualityOf.ts'
import { CONTENT_CHECKS_VERSION, checkContent, gravest } from '@openledger/data/checks/runChecks.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanetChecks } from '@openledger/db/schema/datanetChecks.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq, gt, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { contentFindings, type OrderChecker, orderFindings } from './createOrderChecker.ts'
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
 * and made anew only with other settings or checks.
 *
 * @param db - a transaction that holds the Datanet's lock
 * @returns how many records were looked at
 */
export async function checkDatanet(
  db: Database,
  contents: Contents,
  datanetId: Hash32,
  checkers: DatanetCheckers = processCheckers,
): Promise<number> {
  const { settings, run } = await readCheckSettings(db, datanetId)
  const checkedAs = `${CONTENT_CHECKS_VERSION} ${canonicalJson(settings)}`
  const remembered = checkers.of(datanetId)
  const { checker } = remembered
  // What is remembered was stored only if the run that made it was the last and was not taken back.
  if (remembered.run !== run || run === undefined) checker.truncate(0)
  checker.truncate(await agreeingRecords(db, datanetId, checker))
  remembered.run = randomUUID()
  const known = checker.at(checker.size())?.order ?? -1n
  const looked =
    (await recheckContents(db, datanetId, { contents, settings, checkedAs, upTo: known })) +
    (await checkFrom(db, datanetId, { contents, settings, checkedAs, after: known }, checker))
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

type Way = { readonly contents: Contents; readonly settings: CheckSettings; readonly checkedAs: string }

/** Adds the records after `after` to the checker, in their order. */
async function checkFrom(
  db: Database,
  datanetId: Hash32,
  way: Way & { readonly after: bigint },
  checker: OrderChecker,
): Promise<number> {
  let { after } = way
  for (let looked = 0; ; ) {
    const rows = await readRows(db, way.contents, and(ofDatanet(datanetId), gt(records.registeredOrder, after)))
    if (rows.length === 0) return looked
    const outcomes = rows.flatMap((row) => {
      const { commitment, contributor, content, order, print } = row
      after = order
      const added = { commitment, contributor, recordId: row.recordId ?? '', order, print }
      if (content === null) {
        checker.addErased(added)
        return []
      }
      const { findings, unit, stands } = checker.add({ ...added, content }, row.unit)
      const ofOrder = stands ? orderFindings(row.findings) : findings
      return [outcomeOf({ ...row, content }, unit, [...contentFindingsOf({ ...row, content }, way), ...ofOrder], way)]
    })
    await storeOutcomes(db, outcomes)
    looked += rows.length
  }
}

/** Makes findings about contents anew where they were made with other settings; order and units stay. */
async function recheckContents(db: Database, datanetId: Hash32, way: Way & { readonly upTo: bigint }): Promise<number> {
  for (let looked = 0; ; ) {
    const rows = await readRows(
      db,
      way.contents,
      and(
        ofDatanet(datanetId),
        isNotNull(records.content),
        lte(records.registeredOrder, way.upTo),
        sql`${records.checkedAs} IS DISTINCT FROM ${way.checkedAs}`,
      ),
    )
    if (rows.length === 0) return looked
    await storeOutcomes(
      db,
      rows.flatMap(({ content, ...row }) => {
        if (content === null) return []
        const findings = [...checkContent(content, way.settings), ...orderFindings(row.findings)]
        return [outcomeOf({ ...row, content }, row.unit ?? row.commitment, findings, way)]
      }),
    )
    looked += rows.length
  }
}

type Row = Awaited<ReturnType<typeof readRows>>[number]
type OpenRow = Row & { readonly content: RecordContent }

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
      print,
    })
    .from(records)
    .where(where)
    .orderBy(asc(records.registeredOrder))
    .limit(ROWS)
  return rows.map((row) => ({
    ...row,
    content: row.content === null ? null : recordContentSchema.parse(contents.open(row, row.content)),
    order: row.order ?? 0n,
    findings: z.array(findingSchema).parse(row.findings),
    print: BigInt(row.print),
  }))
}

function contentFindingsOf(row: OpenRow, { settings, checkedAs }: Way): Finding[] {
  return row.checkedAs === checkedAs ? contentFindings(row.findings) : checkContent(row.content, settings)
}

function outcomeOf(row: OpenRow, unit: Hash32, findings: readonly Finding[], { checkedAs }: Way) {
  const verdict = gravest(findings)
  return {
    commitment: row.commitment,
    verdict,
    code: findings.find((finding) => finding.verdict === verdict)?.code ?? null,
    reason: findings.length === 0 ? null : findings.map(({ reason }) => reason).join(' '),
    unit,
    findings,
    quality: qualityOf(row.content, findings),
    checked_as: checkedAs,
  }
}

async function storeOutcomes(db: Database, outcomes: readonly ReturnType<typeof outcomeOf>[]): Promise<void> {
  await db.execute(sql`
    UPDATE records SET verdict = new.verdict, code = new.code, reason = new.reason, unit = new.unit,
      findings = new.findings, quality = new.quality, checked_as = new.checked_as
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS new(commitment text, verdict text, code text,
      reason text, unit text, findings jsonb, quality jsonb, checked_as text)
    WHERE records.commitment = new.commitment`)
}
