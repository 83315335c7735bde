// What an app builder imports: `import { createOpenLedger } from '@openledger/sdk/index.ts'`.
export { type ContributeOptions, contribute } from './contribute.ts'
export { contributeRecords } from './contributeRecords.ts'
export type { ContributionStore } from './contributionStore.ts'
export { createOpenLedger, type OpenLedger, type OpenLedgerOptions } from './createOpenLedger.ts'
export { sdkErrors } from './errors.ts'
export { gatewayError } from './gatewayError.ts'
export { type Credit, openCredit } from './openCredit.ts'
export { type PreparedContribution, prepareContribution, preparedContributionSchema } from './prepareContribution.ts'
