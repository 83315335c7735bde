import {
  describeRequest,
  getReading,
  listAccess,
  listReads,
  refuseAccess,
  setVisibility,
} from '@openledger/core/api/access.ts'
import { createClaim, getAccount, getDidDocument } from '@openledger/core/api/accounts.ts'
import {
  type CreateAdapterRequest,
  createAdapter,
  deleteAdapter,
  getAdapter,
  listAdapters,
  verifyAdapter,
} from '@openledger/core/api/adapters.ts'
import { createVoucher, getCall, listCalls } from '@openledger/core/api/calls.ts'
import { type CheckSettings, getCheckSettings, getFindings, setCheckSettings } from '@openledger/core/api/checks.ts'
import {
  getContribution,
  listContributions,
  type SubmitContributionRequest,
  submitContribution,
  uploadRecords,
} from '@openledger/core/api/contributions.ts'
import { getDatanet, getDraft, listDisputes } from '@openledger/core/api/datanets.ts'
import { type DatanetTextsBrought, getDatanetTexts, putDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { getData } from '@openledger/core/api/dataStore.ts'
import { getBalance, getEarnings, getStatement } from '@openledger/core/api/earnings.ts'
import { createEpoch, getEpoch, listEpochs } from '@openledger/core/api/epochs.ts'
import { type CreateEvaluationRequest, createEvaluation, getEvaluation } from '@openledger/core/api/evaluations.ts'
import { listDatanets } from '@openledger/core/api/explorer.ts'
import { getHealth, getInfo, type Info } from '@openledger/core/api/info.ts'
import { getJob } from '@openledger/core/api/jobs.ts'
import { type CreateKeyRequest, createKey, createSigner, deleteKey, listKeys } from '@openledger/core/api/keys.ts'
import { getModelCard } from '@openledger/core/api/modelCard.ts'
import { getModel, listModels } from '@openledger/core/api/models.ts'
import { getOperator } from '@openledger/core/api/operator.ts'
import { listPasskeys } from '@openledger/core/api/passkeys.ts'
import {
  createModelExport,
  exportModel,
  type MadeExportFormat,
  type ModelExportFormat,
} from '@openledger/core/api/publishing.ts'
import { createRecheck } from '@openledger/core/api/recheck.ts'
import { deleteSession, getSession, listSessions } from '@openledger/core/api/sessions.ts'
import {
  type CreateUploadRequest,
  completeUpload,
  createUpload,
  deleteUpload,
  getUpload,
  openUploaded,
  putUploadPart,
} from '@openledger/core/api/uploads.ts'
import { getUsage, getUsageStatement } from '@openledger/core/api/usage.ts'
import {
  type ExportFormat,
  exportVersion,
  getChangelog,
  getCroissant,
  getHistograms,
  getRecord,
  listChanges,
  listVersionRecords,
} from '@openledger/core/api/versions.ts'
import type { LocalAccount } from 'viem'
import { type Caller, callRoute, send } from './callRoute.ts'
import { followJob } from './followJob.ts'
import { reviewRoutes } from './reviewRoutes.ts'
import { trainingRoutes } from './trainingRoutes.ts'

/** How to reach a gateway, and who asks. */
export type OpenLedgerOptions = {
  readonly gatewayUrl: string
  /** Signs requests, contributions and transactions. */
  readonly account?: LocalAccount
  /** For routes that take a Bearer key. */
  readonly apiKey?: string
  /** Token of a session (`signIn`, `signInWithPasskey`): speaks for its account where there is no `account`. */
  readonly session?: string
  readonly fetch?: typeof fetch
}

/** Days of the calendar in UTC, both included. */
type Days = { readonly from?: string; readonly to?: string }

/**
 * A client of one gateway: every route as a typed function; answers are checked against the API's schemas.
 * Generating text is left to any OpenAI client: give it {@link openAiOptions}.
 * @throws SDK_UNREACHABLE when the gateway does not answer
 * @example
 * const ledger = await createOpenLedger({ gatewayUrl: 'http://127.0.0.1:8787', account })
 * const { available, claimed } = await ledger.getAccount(account.address)
 */
export async function createOpenLedger(options: OpenLedgerOptions) {
  const base: Omit<Caller, 'chainId'> = {
    gatewayUrl: options.gatewayUrl,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    apiKey: options.apiKey,
    account: options.account,
    session: options.session,
  }
  const info: Info = await callRoute(getInfo, {}, { ...base, chainId: 0 })
  const caller: Caller = { ...base, chainId: info.chainId }
  return {
    info,
    caller,
    getHealth: () => callRoute(getHealth, {}, caller),
    listDatanets: () => callRoute(listDatanets, {}, caller),
    getDatanet: (datanetId: string) => callRoute(getDatanet, { params: { datanetId } }, caller),
    /** Its description, terms, licence and limits. */
    getDatanetTexts: (datanetId: string) => callRoute(getDatanetTexts, { params: { datanetId } }, caller),
    /** Brings texts whose hashes the Datanet has on chain. */
    putDatanetTexts: (datanetId: string, body: DatanetTextsBrought) =>
      callRoute(putDatanetTexts, { params: { datanetId }, body }, caller),
    listDisputes: (datanetId: string) => callRoute(listDisputes, { params: { datanetId } }, caller),
    getReading: (datanetId: string) => callRoute(getReading, { params: { datanetId } }, caller),
    /** The owner's: opens the contents to everybody, or closes them. */
    setVisibility: (datanetId: string, visibility: 'private' | 'public') =>
      callRoute(setVisibility, { params: { datanetId }, body: { visibility } }, caller),
    listReads: (datanetId: string, query: { readonly before?: number } = {}) =>
      callRoute(listReads, { params: { datanetId }, query }, caller),
    listAccess: (datanetId: string) => callRoute(listAccess, { params: { datanetId } }, caller),
    /** Words for the owner; `requestAccess` on chain is then called with their hash. */
    describeRequest: (datanetId: string, words: string) =>
      callRoute(describeRequest, { params: { datanetId }, body: { words } }, caller),
    refuseAccess: (datanetId: string, developer: string, reason: string) =>
      callRoute(refuseAccess, { params: { datanetId, developer }, body: { reason } }, caller),
    getChangelog: (datanetId: string) => callRoute(getChangelog, { params: { datanetId } }, caller),
    listChanges: (
      datanetId: string,
      number: number,
      query: { readonly change: 'added' | 'removed'; readonly from?: number; readonly after?: string },
    ) => callRoute(listChanges, { params: { datanetId, number }, query }, caller),
    listVersionRecords: (
      datanetId: string,
      number: number,
      query: Readonly<Record<string, string | number | undefined>> = {},
    ) => callRoute(listVersionRecords, { params: { datanetId, number }, query }, caller),
    getHistograms: (datanetId: string, number: number) =>
      callRoute(getHistograms, { params: { datanetId, number } }, caller),
    getCroissant: (datanetId: string, number: number) =>
      callRoute(getCroissant, { params: { datanetId, number } }, caller),
    /** A version as a file; the body is left to be streamed. */
    exportVersion: (datanetId: string, number: number, format: ExportFormat) =>
      send(exportVersion, { params: { datanetId, number }, query: { format } }, caller),
    getRecord: (commitment: string, query: { readonly content?: '1' } = {}) =>
      callRoute(getRecord, { params: { commitment }, query }, caller),
    getDraft: (datanetId: string) => callRoute(getDraft, { params: { datanetId } }, caller),
    submitContribution: (datanetId: string, body: SubmitContributionRequest) =>
      callRoute(submitContribution, { params: { datanetId }, body }, caller),
    /** `licence`: SPDX expression of what the records are made from. */
    uploadRecords: (id: string, jsonl: string, query: { readonly licence?: string | undefined } = {}) =>
      callRoute(uploadRecords, { params: { id }, query, text: jsonl }, caller),
    /** All findings of the checks, for the contributor and the Datanet's owner. */
    getFindings: (id: string) => callRoute(getFindings, { params: { id } }, caller),
    getCheckSettings: (datanetId: string) => callRoute(getCheckSettings, { params: { datanetId } }, caller),
    setCheckSettings: (datanetId: string, body: CheckSettings) =>
      callRoute(setCheckSettings, { params: { datanetId }, body }, caller),
    /** What came to a Datanet: all of it for its owner, one's own for others. */
    listContributions: (datanetId: string, query: { readonly after?: string } = {}) =>
      callRoute(listContributions, { params: { datanetId }, query }, caller),
    getContribution: (id: string) => callRoute(getContribution, { params: { id } }, caller),
    /** Reviews of records, and what goes with them. */
    review: reviewRoutes(caller),
    createUpload: (body: CreateUploadRequest) => callRoute(createUpload, { body }, caller),
    getUpload: (uploadId: string) => callRoute(getUpload, { params: { uploadId } }, caller),
    putUploadPart: (uploadId: string, part: number, bytes: Uint8Array<ArrayBuffer>) =>
      callRoute(putUploadPart, { params: { uploadId, part }, bytes }, caller),
    completeUpload: (uploadId: string) => callRoute(completeUpload, { params: { uploadId } }, caller),
    /** Opens a contribution's commitments with what the gateway read in the file. */
    openUploaded: (
      uploadId: string,
      contributionId: string,
      body: {
        readonly first: number
        readonly salts: readonly string[]
        readonly licence?: string
        readonly last?: boolean
      },
    ) => callRoute(openUploaded, { params: { uploadId, contributionId }, body }, caller),
    deleteUpload: (uploadId: string) => callRoute(deleteUpload, { params: { uploadId } }, caller),
    ...trainingRoutes(caller),
    createEvaluation: (body: CreateEvaluationRequest) => callRoute(createEvaluation, { body }, caller),
    /** An own evaluation: its state, and its figures. */
    getEvaluation: (id: string) => callRoute(getEvaluation, { params: { id } }, caller),
    /** Puts base and adapter of an own training together; `exportModel` gives what came of it. */
    createModelExport: (id: string, format: MadeExportFormat) =>
      callRoute(createModelExport, { params: { id }, body: { format } }, caller),
    /** An own training's model as an archive; the body is left to be streamed. */
    exportModel: (id: string, format: ModelExportFormat) =>
      send(exportModel, { params: { id }, query: { format } }, caller),
    getJob: (id: string) => callRoute(getJob, { params: { id } }, caller),
    /** Events of a job as they come, from `after` on; ends with the job. */
    followJob: (id: string, after?: number) => followJob(id, after, caller),
    createSigner: () => callRoute(createSigner, {}, caller),
    createKey: (body: CreateKeyRequest) => callRoute(createKey, { body }, caller),
    listKeys: () => callRoute(listKeys, {}, caller),
    deleteKey: (id: string) => callRoute(deleteKey, { params: { id } }, caller),
    /** What the account's channels paid for, and whether their books agree; of all days unless bounded (`2026-11-30`). */
    getUsage: (days: Days = {}) => callRoute(getUsage, { query: days }, caller),
    /** Every call of the account's channels that ended, as CSV. */
    getUsageStatement: async (days: Days = {}) => (await send(getUsageStatement, { query: days }, caller)).text(),
    /** The operator's: how the node does. */
    getOperator: () => callRoute(getOperator, {}, caller),
    getModel: (id: string) => callRoute(getModel, { params: { id } }, caller),
    /** All that is known of a model. */
    getModelCard: (id: string) => callRoute(getModelCard, { params: { id }, query: {} }, caller),
    listModels: () => callRoute(listModels, {}, caller),
    getCall: (callId: string) => callRoute(getCall, { params: { callId } }, caller),
    /** Pays a call whose voucher is due with the payer's signature; needs the call's API key. */
    createVoucher: (callId: string, signature: string) =>
      callRoute(createVoucher, { params: { callId }, body: { signature } }, caller),
    listCalls: (query: { readonly epoch?: number; readonly limit?: number } = {}) =>
      callRoute(listCalls, { query }, caller),
    /** Has the operator attribute a call again; the job's result says what differs. */
    createRecheck: (callId: string) => callRoute(createRecheck, { params: { callId } }, caller),
    /** The operator's: takes an adapter from elsewhere into the node's store. */
    createAdapter: (body: CreateAdapterRequest) => callRoute(createAdapter, { body }, caller),
    listAdapters: () => callRoute(listAdapters, {}, caller),
    getAdapter: (id: string) => callRoute(getAdapter, { params: { id } }, caller),
    verifyAdapter: (id: string) => callRoute(verifyAdapter, { params: { id } }, caller),
    deleteAdapter: (id: string) => callRoute(deleteAdapter, { params: { id } }, caller),
    createEpoch: () => callRoute(createEpoch, {}, caller),
    listEpochs: () => callRoute(listEpochs, {}, caller),
    getEpoch: (number: number) => callRoute(getEpoch, { params: { number } }, caller),
    getAccount: (address: string) => callRoute(getAccount, { params: { address: address.toLowerCase() } }, caller),
    /** By epoch, model and Datanet. */
    getEarnings: (address: string) => callRoute(getEarnings, { params: { address: address.toLowerCase() } }, caller),
    /** Every credit as CSV, of one epoch or of all. */
    getStatement: async (address: string, epoch?: number) =>
      (await send(getStatement, { params: { address: address.toLowerCase() }, query: { epoch } }, caller)).text(),
    getBalance: (address: string) => callRoute(getBalance, { params: { address: address.toLowerCase() } }, caller),
    /** The DID document of an account's did:pkh. */
    getDidDocument: (address: string) =>
      callRoute(getDidDocument, { params: { address: address.toLowerCase() } }, caller),
    getSession: () => callRoute(getSession, {}, caller),
    listSessions: () => callRoute(listSessions, {}, caller),
    /** Signs another session of the account out, or this one. */
    deleteSession: (id: string) => callRoute(deleteSession, { params: { id } }, caller),
    /** Ends the session that this client speaks for. */
    signOut: async () => {
      const { sessionId } = await callRoute(getSession, {}, caller)
      await callRoute(deleteSession, { params: { id: sessionId } }, caller)
    },
    listPasskeys: () => callRoute(listPasskeys, {}, caller),
    createClaim: (account: string) => callRoute(createClaim, { body: { account: account.toLowerCase() } }, caller),
    /** A published blob; the reader checks its hash. */
    getData: async (hash: string) =>
      new Uint8Array(await (await send(getData, { params: { hash } }, caller)).arrayBuffer()),
    /** What a stock OpenAI client needs: nothing else changes. */
    openAiOptions: (apiKey: string) => ({ baseURL: new URL('/v1', options.gatewayUrl).href, apiKey }),
  }
}

/** The client that {@link createOpenLedger} makes. */
export type OpenLedger = Awaited<ReturnType<typeof createOpenLedger>>
