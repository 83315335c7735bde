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
  const { owner } = await findDatanet(db, datanetId)
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
  const offers = settings.offersRedaction && reader === contributor
  return {
    contributionId,
    contributor,
    records: rows.map(({ index, commitment, verdict, content, ...row }) => {
      const findings = z.array(findingSchema).parse(row.findings)
      const personal = findings.filter(({ check }) => check === 'personalData')
      const said = offers && personal.length > 0 ? contents.open({ datanetId, commitment }, content) : null
      const redacted = said === null ? null : redact(recordContentSchema.parse(said), personal)
      return { index, commitment, verdict, findings, quality: qualitySchema.nullable().parse(row.quality), redacted }
    }),
  }
}
