// What an app builder imports: `import { createOpenLedger } from '@openledger/sdk/index.ts'`.
export type { Actor, PendingStore, TypedDataToSign } from './acting/actor.ts'
export { createKeptActor } from './acting/keptActor.ts'
export { createWalletActor } from './acting/walletActor.ts'
export { type BringProgress, type BroughtFile, bringFile } from './bringFile.ts'
export {
  type ContributeOptions,
  contribute,
  registerContribution,
} from './contribute.ts'
export { contributeRecords } from './contributeRecords.ts'
export { contributeRedacted } from './contributeRedacted.ts'
export type { ContributionStore } from './contributionStore.ts'
export { createOpenLedger, type OpenLedger, type OpenLedgerOptions } from './createOpenLedger.ts'
export { sdkErrors } from './errors.ts'
export { gatewayError } from './gatewayError.ts'
export { type Credit, openCredit } from './openCredit.ts'
export {
  type Authenticator,
  addAccountPasskey,
  createPasskeyAccount,
  exportAccountKey,
  removeAccountPasskey,
  signInWithPasskey,
} from './passkeys.ts'
export { type PayingOptions, payingFetch } from './payingFetch.ts'
export {
  type ContributionSigner,
  type PreparedContribution,
  prepareContribution,
  preparedContributionSchema,
} from './prepareContribution.ts'
export { DATANET_STEPS, type DatanetPlan, type DatanetStep, setUpDatanet } from './setUpDatanet.ts'
export { type Signer, type SignInOptions, signIn } from './signIn.ts'
export { type WalletProvider, walletSigner } from './walletSigner.ts'
