import { randomBytes, randomUUID } from 'node:crypto'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { accessRequests } from '@openledger/db/schema/accessRequests.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { eq } from 'drizzle-orm'
import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { hashToken } from '../../src/auth/findKey.ts'
import { sealKey } from '../../src/auth/sealKey.ts'
import { setJudges } from '../../src/evaluations/judges.ts'
import { storeFile } from '../../src/files/trainingFile.ts'
import { plantEvaluation } from '../plantEvaluation.ts'
import { registerBaseModel } from '../registerBaseModel.ts'
import { openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'
import { indexes, type Person, persons } from './callers.ts'
import { makePrivateDatanet } from './privateDatanet.ts'
import { makeForeignDatanet, makeReviewedDatanet } from './reviewedDatanet.ts'
import { secretWord } from './secretWord.ts'
import { announce, fileOf } from './uploadsOf.ts'

/** Secrets that are planted in the world, each a string that occurs nowhere else. */
export type Marker =
  | 'content'
  | 'personal'
  | 'recordSalt'
  | 'recordHash'
  | 'withdrawnContent'
  | 'withdrawnHash'
  | 'accessWords'
  | 'refusalReason'
  | 'refusedContent'
  | 'taskContent'
  | 'formerContent'
  | 'curatorContent'
  | 'goldenContent'
  | 'goldenNote'
  | 'reviewNote'
  | 'appealWords'
  | 'reviewer'
  | 'fileBytes'
  | 'prompt'
  | 'evaluated'
  | 'samplePrompt'
  | 'sampleText'
  | 'fileWords'
  | 'callSalt'
  | 'payerKey'
  | 'strangerKey'
  | 'keyName'
  | 'keptPrivateKey'
  | 'ownerToken'
  | 'payerToken'

/** Objects of several people on a real gateway. */
export type AuthzWorld = Awaited<ReturnType<typeof makeWorld>>

/** Makes people with credentials, a private Datanet and a reviewed one, a call, a job, an account kept for a passkey. */
export async function makeWorld(stack: Stack) {
  const keptKey = generatePrivateKey()
  const newcomers = { keptAccount: privateKeyToAccount(keptKey), reviewer: privateKeyToAccount(generatePrivateKey()) }
  const account = (person: Person): LocalAccount =>
    person === 'keptAccount' || person === 'reviewer' ? newcomers[person] : testAccount(indexes[person])
  // The model first: time is moved for the Datanet, and prices hold from the chain's time on.
  await registerBaseModel(stack)
  const datanet = await makePrivateDatanet(stack)
  const reviewed = await makeReviewedDatanet(stack, newcomers.reviewer)
  const foreignId = await makeForeignDatanet(stack)
  const fileBytes = secretWord('Copper')
  const fileText = `${JSON.stringify({ instruction: 'What is the weathercock made of?', output: fileBytes })}\n`
  const file = fileOf(reviewed.datanetId, fileText)
  const uploadId = await announce(stack, account('contributor'), file)
  const payer = await openCredit(stack, indexes.payer, 10n ** 18n)
  const stranger = await openCredit(stack, indexes.stranger, 10n ** 18n)
  const prompt = `prompt-${randomUUID()}`
  const keyName = secretWord('Budget')
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
  const [samplePrompt, sampleText, fileWords] = [secretWord('Ask'), secretWord('Say'), secretWord('Pine')]
  const developer = toAddress(account('developer').address)
  const makeJob = async (status: 'failed' | 'queued' | 'stopped') => {
    const id = randomUUID()
    const job = { jobId: id, kind: 'train' as const, developer, name: 'authz', status }
    const asked = { name: 'authz', versions: [datanet.root], samplePrompts: [samplePrompt] }
    await stack.db.insert(trainingJobs).values({ ...job, request: asked })
    return id
  }
  const example = {
    messages: [
      { role: 'user', content: 'Which tree?' },
      { role: 'assistant', content: fileWords },
    ],
  }
  const makeFile = async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(example))
    return (await storeFile(stack.deps, developer, { name: 'trees.jsonl', bytes })).id
  }
  const fileId = await makeFile()
  const trains = await makeKey(stack, account('developer'), payer.channelId, { scopes: ['train'] })
  const [jobId, revokedKey, lapsedKey] = await Promise.all([
    makeJob('failed'),
    makeKey(stack, payer.account, payer.channelId, { revokedAt: new Date(), name: keyName }),
    makeKey(stack, payer.account, payer.channelId, { expiresAt: new Date(Date.now() - 1_000) }),
  ])
  await appendJobEvent(stack.db, jobId, { type: 'sample', ...{ step: 1, prompt: 'Which?', text: sampleText } })
  const tokens = new Map<Person, { readonly id: string; readonly token: string }>()
  for (const person of persons) tokens.set(person, await session(person))
  const tokenOf = (person: Person) => tokens.get(person)?.token ?? ''
  const evaluated = secretWord('Onyx')
  const evaluationId = await plantEvaluation(stack, {
    developer: toAddress(account('developer').address),
    ...{ trainingId: jobId, name: 'authz' },
    // More pairs than any caller of the matrix judges.
    answers: Array.from({ length: 64 }, (_, at) => ({
      prompt: `What is stone ${at}?`,
      expected: evaluated,
      ...{ base: `${evaluated}, not`, adapter: evaluated },
    })),
  })
  await setJudges(stack.db, evaluationId, [toAddress(account('reviewer').address)])
  const markers: Record<Marker, string> = {
    ...datanet.markers,
    ...reviewed.markers,
    fileBytes,
    prompt,
    evaluated,
    samplePrompt,
    sampleText,
    fileWords,
    callSalt: z.object({ salt: z.string() }).parse(call.json).salt,
    payerKey: payer.apiKey,
    strangerKey: stranger.apiKey,
    keyName,
    keptPrivateKey: keptKey,
    ownerToken: tokenOf('owner'),
    payerToken: tokenOf('payer'),
  }
  return {
    stack,
    account,
    tokenOf,
    ...datanet,
    reviewed,
    foreignId,
    file,
    fileText,
    uploadId,
    markers,
    callId,
    jobId,
    evaluationId,
    fileId,
    passkeyId,
    keys: {
      payer: payer.apiKey,
      stranger: stranger.apiKey,
      revoked: revokedKey.apiKey,
      lapsed: lapsedKey.apiKey,
      trains: trains.apiKey,
    },
    endedToken: (await session('owner', { ended: true })).token,
    lapsedToken: (await session('owner', { lapsed: true })).token,
    channelId: payer.channelId,
    /** A key, a session of a person, to be taken away by a request that may. */
    spareKey: async () => makeKey(stack, payer.account, payer.channelId, {}),
    spareSession: async (person: Person) => session(person),
    address: (person: Person) => toAddress(account(person).address),
    /** Another job, another file of the developer's. */
    spareJob: makeJob,
    spareFile: makeFile,
    /** Another upload of the contributor's, of which nothing has come. */
    spareUpload: async () => announce(stack, account('contributor'), file, `${randomUUID()}.jsonl`),
    /** The revoked developer's request is open again, whatever was said to it. */
    reopenRequest: async () => {
      const developer = toAddress(account('revokedDeveloper').address)
      await stack.db.delete(accessRequests).where(eq(accessRequests.developer, developer))
    },
  }
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
  more: { revokedAt?: Date; expiresAt?: Date; name?: string; scopes?: ('call' | 'train')[] },
) {
  const apiKey = `ol-${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  const row = { id, keyHash: hashToken(apiKey), account: toAddress(address), channelId, name: 'authz', ...more }
  await db.insert(apiKeys).values(row)
  return { id, apiKey }
}
