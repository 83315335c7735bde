import type { TrainingSelection } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { trainerDefaults } from '@openledger/core/training/trainerDefaults.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { selectRecords } from '@openledger/db/training/selectRecords.ts'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/** A record of a version with its content, as the trainer reads it. */
export type GatheredRecord = {
  readonly commitment: Hex32
  readonly recordId: Hex32
  readonly contributor: Hex32
  readonly datanetId: Hex32
  readonly content: Extract<RecordContent, { kind: 'qa' }>
}

/** Which records of the versions are gathered; all when left out. */
export type GatherOptions = {
  /** Only these. */
  readonly commitments?: readonly Hex32[] | undefined
  /** What is taken of each version, drawn by the seed. */
  readonly selection?: readonly TrainingSelection[] | undefined
  readonly seed?: number | undefined
}

/**
 * Gathers the question-and-answer records of versions that are on chain, ascending by commitment. What its author has
 * withdrawn since is left out.
 *
 * @param versionRoots roots of the versions.
 * @throws TRAIN_VERSION_UNKNOWN, TRAIN_RECORD_MISSING, TRAIN_NO_RECORDS
 */
export async function gatherRecords(
  deps: Pick<WorkerDeps, 'db' | 'contents'>,
  versionRoots: readonly Hex32[],
  { commitments, selection, seed = trainerDefaults.seed }: GatherOptions = {},
): Promise<readonly GatheredRecord[]> {
  const { db, contents } = deps
  const known = await db
    .select({ root: versions.root, datanetId: versions.datanetId })
    .from(versions)
    .where(inArray(versions.root, [...versionRoots]))
  const unknown = versionRoots.find((root) => !known.some((version) => version.root === root))
  if (unknown) throw new OpenLedgerError(workerErrors.TRAIN_VERSION_UNKNOWN, `No version has the root ${unknown}.`)
  const rows = await db
    .selectDistinct({
      commitment: records.commitment,
      recordId: records.recordId,
      contributor: records.contributor,
      datanetId: records.datanetId,
      content: records.content,
      kind: records.kind,
    })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(
      and(
        inArray(versionRecords.root, [...versionRoots]),
        isNull(records.erasedAt),
        commitments ? inArray(records.commitment, [...commitments]) : undefined,
      ),
    )
    .orderBy(asc(records.commitment))
  const foreign = commitments?.find((commitment) => !rows.some((row) => row.commitment === commitment))
  if (foreign)
    throw new OpenLedgerError(workerErrors.TRAIN_RECORD_MISSING, `No named version holds the record ${foreign}.`)
  const taken = selection && new Set<Hex32>()
  for (const { root, datanetId } of selection === undefined ? [] : known) {
    const choice = selection?.find(({ version }) => version === root)
    for (const commitment of await selectRecords(deps, { root, datanetId, choice }, seed)) taken?.add(commitment)
  }
  const gathered = rows
    .filter((row) => row.kind === 'qa' && taken?.has(row.commitment) !== false)
    .map(({ commitment, recordId, contributor, datanetId, content }) => {
      const parsed = recordContentSchema.safeParse(contents.open({ datanetId, commitment }, content)).data
      if (recordId === null || parsed?.kind !== 'qa') {
        throw new OpenLedgerError(workerErrors.TRAIN_RECORD_MISSING, `The content of record ${commitment} is not here.`)
      }
      return { commitment, recordId, contributor, datanetId, content: parsed }
    })
  if (gathered.length === 0) {
    const what = selection === undefined ? 'The versions hold' : 'What was chosen of the versions holds'
    throw new OpenLedgerError(workerErrors.TRAIN_NO_RECORDS, `${what} no question-and-answer records.`)
  }
  return gathered
}
