import { randomBytes, randomUUID } from 'node:crypto'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { revokeAccess } from '@openledger/chain/actions/revokeAccess.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { draftSchema } from '@openledger/core/api/datanets.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { bytesToHex, type LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { hashToken } from '../../src/auth/findKey.ts'
import { sealKey } from '../../src/auth/sealKey.ts'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { registerBaseModel } from '../registerBaseModel.ts'
import { openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'
import { type Person, persons } from './callers.ts'

/** Secrets that are planted in the world, each a string that occurs nowhere else. */
export type Marker =
  | 'content'
  | 'personal'
  | 'recordSalt'
  | 'prompt'
  | 'callSalt'
  | 'payerKey'
  | 'strangerKey'
  | 'keptPrivateKey'
  | 'ownerToken'
  | 'payerToken'

/** Objects of several people on a real gateway. */
export type AuthzWorld = Awaited<ReturnType<typeof makeWorld>>

const hash = `0x${'6'.repeat(64)}` as const
const indexes = {
  operator: 1,
  owner: 2,
  contributor: 3,
  curator: 4,
  stranger: 5,
  developer: 6,
  lapsedDeveloper: 7,
  payer: 8,
  revokedDeveloper: 9,
} as const

/** Makes people with credentials, a Datanet with a version, grants, a call, a job, an account kept for a passkey. */
export async function makeWorld(stack: Stack) {
  const keptKey = generatePrivateKey()
  const account = (person: Person): LocalAccount =>
    person === 'keptAccount' ? privateKeyToAccount(keptKey) : testAccount(indexes[person])
  // The model first: time is moved for the Datanet, and prices hold from the chain's time on.
  await registerBaseModel(stack)
  const datanet = await makeDatanet(stack)
  const payer = await openCredit(stack, indexes.payer, 10n ** 18n)
  const stranger = await openCredit(stack, indexes.stranger, 10n ** 18n)
  const prompt = `prompt-${randomUUID()}`
  const answer = await request(stack.url, 'POST', '/v1/chat/completions', {
    body: { model: BASE_MODEL, messages: [{ role: 'user', content: prompt }], max_tokens: 2 },
    headers: { authorization: `Bearer ${payer.apiKey}` },
  })
  if (answer.status !== 200) throw new Error(`The payer's call failed: ${JSON.stringify(answer.json)}`)
  const { callId } = z.object({ openledger: z.object({ callId: z.string() }) }).parse(answer.json).openledger
  const call = await request(stack.url, 'GET', `/v1/calls/${callId}`, {
    headers: { authorization: `Bearer ${payer.apiKey}` },
  })
  const passkeyId = await keepAccount(stack, account('keptAccount'), keptKey)
  const session = (person: Person, more: { ended?: boolean; lapsed?: boolean } = {}) =>
    openTestSession(stack, account(person), more)
  const [jobId, revokedKey, lapsedKey] = await Promise.all([
    makeJob(stack, account('developer'), datanet.root),
    makeKey(stack, payer.account, payer.channelId, { revokedAt: new Date() }),
    makeKey(stack, payer.account, payer.channelId, { expiresAt: new Date(Date.now() - 1_000) }),
  ])
  const tokens = new Map<Person, { readonly id: string; readonly token: string }>()
  for (const person of persons) tokens.set(person, await session(person))
  const tokenOf = (person: Person) => tokens.get(person)?.token ?? ''
  const markers: Record<Marker, string> = {
    ...datanet.markers,
    prompt,
    callSalt: z.object({ salt: z.string() }).parse(call.json).salt,
    payerKey: payer.apiKey,
    strangerKey: stranger.apiKey,
    keptPrivateKey: keptKey,
    ownerToken: tokenOf('owner'),
    payerToken: tokenOf('payer'),
  }
  return {
    stack,
    account,
    tokenOf,
    ...datanet,
    markers,
    callId,
    jobId,
    passkeyId,
    keys: { payer: payer.apiKey, stranger: stranger.apiKey, revoked: revokedKey.apiKey, lapsed: lapsedKey.apiKey },
    endedToken: (await session('owner', { ended: true })).token,
    lapsedToken: (await session('owner', { lapsed: true })).token,
    channelId: payer.channelId,
    /** A key, a session of a person, to be taken away by a request that may. */
    spareKey: async () => makeKey(stack, payer.account, payer.channelId, {}),
    spareSession: async (person: Person) => session(person),
    address: (person: Person) => toAddress(account(person).address),
  }
}

async function makeDatanet(stack: Stack) {
  const { indexer, url, chain, anvil } = stack
  const owner = stack.wallet(indexes.owner)
  const contributor = testAccount(indexes.contributor)
  const about = { slug: 'authz', treasury: owner.address, rateBps: 0, termsHash: hash, metadataHash: hash }
  const { datanetId } = await createDatanet(owner, about)
  const curators = [{ account: toAddress(testAccount(indexes.curator).address), bps: 1_000 }]
  await setCurators(owner, { datanetId, curators })
  await indexer.sync()
  const content = `Marble-${randomUUID()}`
  const personal = `m${randomUUID().slice(0, 8)}@posta.cz`
  const batch = await prepareBatch(stack, datanetId, contributor, [
    { kind: 'qa', prompts: ['Which stone is the floor of the hall made of?'], answer: `The floor is of ${content}.` },
    {
      kind: 'qa',
      prompts: ['Whom may visitors of the hall write to?'],
      answer: `Write to ${personal}, in any language.`,
    },
  ])
  const contributionId = await submit(stack, batch)
  const uploaded = await upload(stack, contributionId, jsonl(batch.lines))
  if (uploaded.status !== 200) throw new Error(`The secrets were not planted: ${JSON.stringify(uploaded.json)}`)
  const draft = draftSchema.parse(
    (await signedRequest(url, testAccount(indexes.owner), 'GET', `/v1/datanets/${datanetId}/draft`)).json,
  )
  await publishVersion(owner, {
    datanetId,
    root: draft.root,
    count: draft.count,
    dataHash: draft.dataHash,
    previousRoot: draft.previousRoot,
  })
  const now = await chainTime(anvil.rpcUrl)
  const grant = async (person: keyof typeof indexes, seconds: number) => {
    const developer = toAddress(testAccount(indexes[person]).address)
    const terms = { termsHash: hash, expiry: BigInt(now + seconds), minDataShareBps: 0, minOutputPrice: 0n }
    await grantAccess(owner, { datanetId, developer, ...terms })
    return developer
  }
  await grant('developer', 86_400)
  await grant('lapsedDeveloper', 60)
  await revokeAccess(owner, { datanetId, developer: await grant('revokedDeveloper', 86_400) })
  await moveTime({ rpcUrl: anvil.rpcUrl, time: now + 120 })
  await indexer.sync()
  const recordSalt = batch.lines[0]?.salt ?? ''
  const { root, dataHash } = draft
  const markers = { content, personal, recordSalt }
  return { datanetId, contributionId, root, dataHash, markers, chain, commitments: batch.body.commitments as Hex32[] }
}

/** Rows as the passkey routes make them; the passkey's authenticator does not exist, so nobody can confirm with it. */
async function keepAccount({ db, deps }: Stack, { address }: LocalAccount, privateKey: Hex32): Promise<string> {
  const account = toAddress(address)
  const createdAt = new Date()
  const passkeyId = randomBytes(16).toString('base64url')
  const sealed = sealKey(deps.accountSecret, account, privateKey)
  const userHandle = randomBytes(32).toString('base64url')
  await db.insert(keptAccounts).values({ account, userHandle, privateKey: sealed, createdAt })
  const rest = { counter: 0, transports: [], name: 'Passkey', backedUp: false, createdAt }
  await db.insert(passkeys).values({ id: passkeyId, account, publicKey: 'AA', ...rest })
  return passkeyId
}

async function openTestSession({ db }: Stack, { address }: LocalAccount, more: { ended?: boolean; lapsed?: boolean }) {
  const token = `ols-${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  const expiresAt = new Date(Date.now() + (more.lapsed === true ? -1_000 : 3_600_000))
  const row = { id, tokenHash: hashToken(token), account: toAddress(address), createdAt: new Date(), expiresAt }
  if (more.ended !== true) await db.insert(sessions).values(row)
  return { id, token }
}

async function makeKey(
  { db }: Stack,
  { address }: LocalAccount,
  channelId: Hex32,
  more: { revokedAt?: Date; expiresAt?: Date },
) {
  const apiKey = `ol-${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  const row = { id, keyHash: hashToken(apiKey), account: toAddress(address), channelId, name: 'authz', ...more }
  await db.insert(apiKeys).values(row)
  return { id, apiKey }
}

async function makeJob({ db }: Stack, { address }: LocalAccount, root: Hex32): Promise<string> {
  const jobId = randomUUID()
  const row = { jobId, kind: 'train' as const, developer: toAddress(address), name: 'authz', status: 'failed' as const }
  await db.insert(trainingJobs).values({ ...row, request: { name: 'authz', versions: [root] } })
  return jobId
}

export const freshSalt = (): Hex32 => bytesToHex(randomBytes(32))
