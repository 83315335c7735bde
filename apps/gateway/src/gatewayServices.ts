import type { Address } from '@openledger/core/api/primitives.ts'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { KeptSenders } from './acting/keptSenders.ts'
import type { Admission } from './admission/createAdmission.ts'
import type { KeyRing } from './auth/createKeyRing.ts'
import type { LedgerTime } from './calls/ledgerTime.ts'
import type { OpenCalls } from './calls/openCalls.ts'
import type { Rechecker } from './contributions/createRechecker.ts'
import type { GatewayDeps } from './gatewayDeps.ts'
import type { CallLedger } from './ledger/createCallLedger.ts'
import type { Metrics } from './metrics/createMetrics.ts'
import type { KnownModel } from './models/servableModel.ts'
import type { Cards } from './routing/createCards.ts'
import type { UploadReader } from './uploads/createUploadReader.ts'
import type { X402 } from './x402/x402.ts'

/** What handlers work with: what the gateway was given, and what it keeps while it runs. */
export type GatewayServices = GatewayDeps & {
  readonly ledgerTime: LedgerTime
  readonly openCalls: OpenCalls
  readonly admission: Admission
  readonly metrics: Metrics
  readonly ledger: CallLedger
  readonly keyRing: KeyRing
  readonly keptSenders: KeptSenders
  readonly uploadReader: UploadReader
  readonly rechecker: Rechecker
  /** By name. */
  readonly knownModels: Map<string, KnownModel>
  readonly cards: Cards
  readonly unsealedSigners: Map<Address, PrivateKeyAccount>
  /** Undefined where no payments are taken. */
  readonly x402: X402 | undefined
}

/** As much of it as moves a call's money. */
export type LedgerServices = Pick<
  GatewayServices,
  'db' | 'ledger' | 'chain' | 'operator' | 'sealingSecret' | 'clock' | 'ledgerTime' | 'unsealedSigners'
>
