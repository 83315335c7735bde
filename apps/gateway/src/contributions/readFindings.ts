import { findingSchema, qualitySchema } from '@openledger/core/api/checks.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { redact } from '@openledger/data/checks/redact.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import { logRead } from '../reading/logRead.ts'
import { visibilityOf } from '../reading/visibilityOf.ts'
import { findDatanet } from './findDatanet.ts'
import { readCheckSettings } from './readCheckSettings.ts'
import { findContribution } from './readContribution.ts'

/**
 * All findings about a contribution's records. Whoever contributed them also gets the content without its personal data,
 * where the Datanet offers that; the Datanet's owner gets places alone.
 *
 * @throws CONTRIBUTION_NOT_FOUND, AUTH_FORBIDDEN
 */
export async function readFindings(
  { db, contents }: { readonly db: Database; readonly contents: Contents },
  id: Hash32,
  reader: Address,
) {
  const { contributionId, contributor, datanetId } = await findContribution(db, id)
  const datanet = await findDatanet(db, datanetId)
  const { owner } = datanet
  if (reader !== contributor && reader !== owner) {
    throw new OpenLedgerError(
      gatewayErrors.AUTH_FORBIDDEN,
      `Findings are shown to the contributor ${contributor} and to the Datanet's owner ${owner}, not to ${reader}.`,
    )
  }
  const { settings } = await readCheckSettings(db, datanetId)
  const rows = await db
    .select()
    .from(records)
    .where(and(eq(records.contributionId, contributionId), eq(records.contributor, contributor)))
    .orderBy(asc(records.index))
  const personalIn = ({ findings }: (typeof rows)[number]) =>
    z
      .array(findingSchema)
      .parse(findings)
      .filter(({ check }) => check === 'personalData')
  const offered =
    settings.offersRedaction && reader === contributor
      ? rows.filter((row) => row.content !== null && personalIn(row).length > 0)
      : []
  // The content without its personal data is still content: handing it out is a reading.
  await logRead(
    db,
    { account: reader, visibility: await visibilityOf(db, datanet), right: null, refusal: undefined },
    {
      datanetId,
      kind: 'record',
      root: null,
      records: offered.length,
      commitments: offered.map(({ commitment }) => commitment),
    },
  )
  const redacted = new Map(
    offered.map((row) => {
      const content = recordContentSchema.parse(contents.open(row, row.content))
      return [row.commitment, redact(content, personalIn(row))]
    }),
  )
  return {
    contributionId,
    contributor,
    records: rows.map(({ index, commitment, verdict, findings, quality }) => ({
      index,
      commitment,
      verdict,
      findings: z.array(findingSchema).parse(findings),
      quality: qualitySchema.nullable().parse(quality),
      redacted: redacted.get(commitment) ?? null,
    })),
  }
}
