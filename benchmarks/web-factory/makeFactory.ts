import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { acceptedJobSchema } from '@openledger/core/api/jobs.ts'
import { type CreateTrainingJobRequest, type TrainingJob, trainingJobSchema } from '@openledger/core/api/training.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Stack } from '../../apps/web/test/startStack.ts'
import { until } from '../../apps/web/test/until.ts'
import { contribute, createOpenLedger, prepareContribution, signIn } from '../../packages/sdk/src/index.ts'

/** Records of the version: short, so that a step takes a fraction of a second. */
const RECORDS = 24
const PLACES = [
  'marsh',
  'dune',
  'quarry',
  'meadow',
  'weir',
  'orchard',
  'harbour',
  'ridge',
  'copse',
  'tarn',
  'fen',
  'moor',
]

/** Somebody with a Datanet of questions who may train on it. */
export type Factory = {
  readonly owner: { readonly token: string; readonly account: Address }
  readonly datanetId: Hex32
  readonly version: Hex32
}

/** A Datanet with a version of questions and answers, and a session of its owner. */
export async function makeFactory(
  { gatewayUrl, rpcUrl }: Pick<Stack, 'gatewayUrl' | 'rpcUrl'>,
  account: LocalAccount = privateKeyToAccount(generatePrivateKey()),
): Promise<Factory> {
  const ledger = await createOpenLedger({ gatewayUrl, account })
  const { info } = ledger
  await fundDevAccount({ rpcUrl, account: toAddress(account.address) })
  const chain = createChain({ rpcUrl, chainId: info.chainId, addresses: info.addresses })
  const wallet = createUserWallet({ chain, account })
  const { datanetId } = await createDatanet(wallet, {
    ...{ slug: 'bird-counts', treasury: toAddress(account.address), rateBps: 1_000 },
    ...{ termsHash: hashText('terms'), metadataHash: hashText('bird-counts') },
  })
  await until('the Datanet', () => ledger.getDatanet(datanetId).catch(() => undefined))
  const contents = Array.from({ length: RECORDS }, (_, i) => {
    const place = `${PLACES[i % PLACES.length]} ${i < PLACES.length ? 'north' : 'south'} of the river`
    return {
      kind: 'qa',
      prompts: [`How many birds were counted at the ${place}?`],
      answer: `At the ${place} ${i * 7 + 3} birds were counted in ${i + 2} hours.`,
    }
  })
  await contribute(ledger, await prepareContribution({ info, datanetId, account, contents }))
  const { root, count, dataHash, previousRoot } = await ledger.getDraft(datanetId)
  await publishVersion(wallet, { datanetId, root, count, dataHash, previousRoot })
  await until('the version', async () => (await ledger.getDatanet(datanetId)).versions[0])
  return { owner: await signIn(ledger, account), datanetId, version: root }
}

/** Starts a training for who is signed in. @returns its id */
export async function startTraining(
  { gatewayUrl }: Stack,
  token: string,
  request: CreateTrainingJobRequest,
): Promise<string> {
  const response = await fetch(new URL('/v1/training/jobs', gatewayUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  if (!response.ok) throw new Error(`The training was not taken: ${await response.text()}`)
  return acceptedJobSchema.parse(await response.json()).jobId
}

/** A training as its developer sees it. */
export async function trainingOf({ gatewayUrl }: Stack, token: string, jobId: string): Promise<TrainingJob> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(new URL(`/v1/training/jobs/${jobId}`, gatewayUrl), { headers })
  return trainingJobSchema.parse(await response.json())
}
