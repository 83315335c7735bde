import { randomBytes } from 'node:crypto'
import { submittedContributionSchema } from '@openledger/core/api/contributions.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { commitment } from '@openledger/core/ids/commitment.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { bytesToHex, type LocalAccount } from 'viem'
import { type Answer, request } from './requests.ts'
import type { Stack } from './stack.ts'

/** A batch that is signed, with what opens it. */
export type Batch = Awaited<ReturnType<typeof prepareBatch>>

/** Commits to contents and signs the batch. */
export async function prepareBatch(
  stack: Stack,
  datanetId: Hex32,
  account: LocalAccount,
  contents: readonly object[],
  deadline = BigInt(Math.floor(Date.now() / 1000) + 3_600),
) {
  const { chainId } = stack.deps.chain
  const contributor = toAddress(account.address)
  const lines = contents.map((content, index) => ({ index, salt: bytesToHex(randomBytes(32)), content }))
  const commitments = lines.map(({ salt, content }) =>
    commitment({ chainId, datanetId, contributor, recordId: recordId(content), salt }),
  )
  return { ...(await signCommitments(stack, datanetId, account, commitments, deadline)), lines }
}

/** Signs commitments as one batch, whoever's they are. */
export async function signCommitments(
  stack: Stack,
  datanetId: Hex32,
  account: LocalAccount,
  commitments: Hex32[],
  deadline = BigInt(Math.floor(Date.now() / 1000) + 3_600),
) {
  const { chainId, addresses } = stack.deps.chain
  const contributor = toAddress(account.address)
  const root = plainRoot(commitments.map(commitmentLeaf))
  const message = { datanetId, contributor, root, count: commitments.length, deadline }
  const domain = { chainId, verifyingContract: addresses.datanetRegistry }
  const signature = await account.signTypedData(contributionTypedData(message, domain))
  return {
    path: `/v1/datanets/${datanetId}/contributions`,
    body: { contributor, root, commitments, deadline: deadline.toString(), signature },
  }
}

/** The lines of an upload. */
export function jsonl(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Relays a batch and waits until the gateway has seen it on chain. */
export async function submit(stack: Stack, batch: Pick<Batch, 'path' | 'body'>): Promise<Hex32> {
  const answer = await request(stack.url, 'POST', batch.path, { body: batch.body })
  const { contributionId } = submittedContributionSchema.parse(answer.json)
  await stack.indexer.sync()
  return contributionId
}

/** Uploads lines to a contribution. */
export async function upload(stack: Stack, contributionId: Hex32, text: string): Promise<Answer> {
  return request(stack.url, 'PUT', `/v1/contributions/${contributionId}/records`, {
    body: text,
    headers: { 'content-type': 'application/jsonl' },
  })
}
