import { registerContributionCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createFileJournal } from '@openledger/chain/publisher/fileJournal.ts'
import { submitContributionRequestSchema, uploadLineSchema } from '@openledger/core/api/contributions.ts'
import { createKeyRequestSchema } from '@openledger/core/api/keys.ts'
import { verifyRequest } from '@openledger/core/eip712/signedRequest.ts'
import { type ErrorDescriptor, OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { commitment } from '@openledger/core/ids/commitment.ts'
import { contributionId } from '@openledger/core/ids/contributionId.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type TestChain, testAccount } from '../../chain/test/testChain.ts'
import { startTestServer, type TestAnswer, type TestRequest } from './testServer.ts'

const descriptor = (code: string, status: number): ErrorDescriptor => ({
  code,
  status,
  type: 'not_found_error',
  hint: 'Test.',
})
const zero = `0x${'0'.repeat(64)}` as const

/**
 * The part of a gateway that the client's flows need, over the real chain: it relays contributions with a publisher,
 * opens uploads against their commitments, and gives keys for channels that the escrow knows.
 */
export async function startTestLedger(world: TestChain, journalFile: string) {
  const { chain } = world
  const { addresses, chainId, client } = chain
  const operator = testAccount(0)
  const journal = await createFileJournal(journalFile)
  const publisher = createPublisher({ journal, account: operator, client, chainId, logger: silentLogger })
  const commitmentsOf = new Map<string, { datanetId: Hex32; contributor: Hex32; commitments: Hex32[]; root: Hex32 }>()
  const opened = new Map<string, Map<number, string>>()
  const seen: string[] = []
  /** Requests that are answered with 503 before anything happens, by `METHOD /path prefix`. */
  const failures = new Map<string, number>()
  let keyTries = 0

  async function state(id: Hex32) {
    const known = commitmentsOf.get(id)
    if (known === undefined) throw new OpenLedgerError(descriptor('CONTRIBUTION_NOT_FOUND', 404), `No ${id}.`)
    const [registeredAt] = await chain.datanetRegistry.read.contributionOf([id])
    const lines = opened.get(id)
    const status = registeredAt === 0n ? 'submitted' : lines?.size === known.commitments.length ? 'checked' : 'onchain'
    const records = known.commitments.map((hash, index) => ({
      index,
      commitment: hash,
      verdict: lines?.has(index) ? 'accept' : 'pending',
      code: null,
      reason: null,
    }))
    const { datanetId, contributor, root, commitments } = known
    return { contributionId: id, datanetId, contributor, root, count: commitments.length, status, records }
  }

  async function submit(datanetId: Hex32, body: unknown): Promise<TestAnswer> {
    const request = submitContributionRequestSchema.parse(body)
    const { contributor, commitments, root, signature } = request
    const id = contributionId({ datanetId, contributor, root })
    commitmentsOf.set(id, { datanetId, contributor, commitments, root })
    const signed = { datanetId, contributor, commitments, deadline: BigInt(request.deadline), signature }
    await publisher.send({ key: `contribution:${signature}`, ...registerContributionCall(addresses, signed) })
    return { status: 202, json: { contributionId: id, status: 'onchain' } }
  }

  async function upload(id: Hex32, text: string): Promise<TestAnswer> {
    const known = commitmentsOf.get(id)
    const lines = new Map<number, string>()
    for (const line of text.trim().split('\n')) {
      const { index, salt, content } = uploadLineSchema.parse(JSON.parse(line))
      const record = recordId(content)
      const { datanetId = zero, contributor = zero } = known ?? {}
      if (commitment({ chainId, datanetId, contributor, recordId: record, salt }) !== known?.commitments[index]) {
        throw new OpenLedgerError(descriptor('UPLOAD_COMMITMENT_MISMATCH', 400), `Line ${index} opens nothing.`)
      }
      lines.set(index, record)
    }
    opened.set(id, lines)
    return { json: await state(id) }
  }

  async function signedBy(request: TestRequest): Promise<string> {
    const { authorization: header, method, path, body } = request
    return (await verifyRequest({ header, method, path, body, chainId, now: Math.floor(Date.now() / 1000) })).account
  }

  async function createKey(request: TestRequest): Promise<TestAnswer> {
    const payer = await signedBy(request)
    const limits = { budget: null, models: null, requestsPerMinute: null, tokensPerMinute: null, expiresAt: null }
    const { channelId, name } = createKeyRequestSchema.parse(JSON.parse(request.body.toString()))
    const channel = await chain.paymentEscrow.read.channelOf([channelId])
    keyTries += 1
    // The first look comes before the indexer has seen the channel.
    if (keyTries === 1 || channel.payer.toLowerCase() !== payer) {
      throw new OpenLedgerError(descriptor('KEY_CHANNEL_UNKNOWN', 404), `No channel ${channelId}.`)
    }
    return {
      status: 201,
      json: { keyId: crypto.randomUUID(), apiKey: `ol-${'k'.repeat(20)}`, channelId, name, scopes: ['call'], limits },
    }
  }

  const server = await startTestServer(async (request) => {
    const { method, path, body } = request
    seen.push(`${method} ${path}`)
    for (const [prefix, left] of failures) {
      if (!`${method} ${path}`.startsWith(prefix) || left === 0) continue
      failures.set(prefix, left - 1)
      throw new OpenLedgerError(descriptor('CHAIN_UNREACHABLE', 503), 'Away.')
    }
    const parts = path.split('/')
    if (path === '/v1/info') {
      const baseModel = { id: 'base', hash: zero }
      const info = { chainId, rpcUrl: chain.rpcUrl, addresses, operator: toAddress(operator.address) }
      return { json: { ...info, baseModel, codeHash: zero, versions: {} } }
    }
    if (method === 'POST' && parts[2] === 'datanets') return submit(parts[3] as Hex32, JSON.parse(body.toString()))
    if (method === 'GET' && parts[2] === 'contributions') return { json: await state(parts[3] as Hex32) }
    if (method === 'PUT' && parts[2] === 'contributions') return upload(parts[3] as Hex32, body.toString())
    if (method === 'POST' && path === '/v1/signers') {
      await signedBy(request)
      return { json: { signer: toAddress(testAccount(9).address) } }
    }
    if (method === 'POST' && path === '/v1/keys') return createKey(request)
    throw new OpenLedgerError(descriptor('REQUEST_NOT_FOUND', 404), `No ${path}.`)
  })
  return { ...server, seen, failures }
}
