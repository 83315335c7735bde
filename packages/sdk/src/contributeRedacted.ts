import type { Contribution } from '@openledger/core/api/contributions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ContributeOptions } from './contribute.ts'
import { contributeRecords } from './contributeRecords.ts'
import type { ContributionStore } from './contributionStore.ts'
import type { OpenLedger } from './createOpenLedger.ts'
import { sdkErrors } from './errors.ts'
import type { ContributionSigner } from './prepareContribution.ts'

/**
 * Contributes, in place of those records of a contribution in which personal data was found, the same records without it:
 * records of their own, which the contributor signs. The records as they were stay until their contributor withdraws
 * them (`revokeRecordsCall` with what `replaced` names). The same call again goes on where it stopped.
 *
 * @returns the new contribution, and the commitments of the records that it stands in for, in its order
 * @throws SDK_NOTHING_REDACTED; what `contributeRecords` throws
 */
export async function contributeRedacted(
  ledger: OpenLedger,
  request: {
    readonly contributionId: Hex32
    readonly account: ContributionSigner
    readonly store: ContributionStore
  },
  options: Omit<ContributeOptions, 'renew'> = {},
): Promise<{ readonly contribution: Contribution; readonly replaced: readonly Hex32[] }> {
  const { contributionId, account, store } = request
  const { datanetId } = await ledger.getContribution(contributionId)
  const { records } = await ledger.getFindings(contributionId)
  const offered = records.flatMap(({ commitment, redacted }) => (redacted === null ? [] : [{ commitment, redacted }]))
  if (offered.length === 0)
    throw new OpenLedgerError(
      sdkErrors.SDK_NOTHING_REDACTED,
      `No record of ${contributionId} is offered without its personal data.`,
    )
  const contents = offered.map(({ redacted }) => redacted)
  const contribution = await contributeRecords(ledger, { datanetId, records: contents, account, store }, options)
  return { contribution, replaced: offered.map(({ commitment }) => commitment) }
}
