import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { contribute, createOpenLedger, prepareContribution, signIn } from '@openledger/sdk/index.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Stack } from './startStack.ts'
import { until } from './until.ts'

const qa = (name: string, meaning: string) => ({
  kind: 'qa',
  prompts: [`What is ${name}?`, `Explain ${name} to somebody who has never heard of it.`],
  answer: meaning,
})

/** What the contributor brings; the last but one has a script in it, which must stay text. */
const RECORDS = [
  qa('a fjord', 'A long, narrow inlet of the sea between steep cliffs that a glacier carved.'),
  qa('an oxbow lake', 'A crescent of still water left where a river has cut off one of its bends.'),
  qa('a moraine', 'A ridge of stones and soil that a glacier pushed ahead of it or left behind.'),
  qa('a drumlin', 'A low oval hill of glacial drift whose blunt end faces where the ice came from.'),
  qa('an esker', '<script>document.title = "taken"</script> A winding ridge of gravel laid down by meltwater.'),
  {
    kind: 'document',
    title: 'How karst forms',
    text: 'Rain takes up carbon dioxide and becomes a weak acid.\n\nIt widens the cracks of limestone until rivers run below the ground.',
    url: 'https://example.org/karst',
  },
]

/** Golden questions: the first two are right, the others wrong. */
const QUESTIONS = [
  { content: qa('an atoll', 'A ring of coral reefs around a lagoon.'), answer: 'accept' },
  { content: qa('a delta', 'Land that a river builds where it meets still water.'), answer: 'accept' },
  { content: qa('a mesa', 'A deep hole in the floor of the sea.'), answer: 'refuse' },
  { content: qa('a geyser', 'A kind of desert wind that carries salt.'), answer: 'refuse' },
] as const

/** Right answers of the golden questions, by a word that is in them. */
export const rightOf = (words: string) => (/mesa|geyser/.test(words) ? 'refuse' : 'accept')

/** A Datanet whose records are reviewed, and people signed in: its owner, who contributed, two who review. */
export async function makeReviewWorld({ gatewayUrl, rpcUrl }: Stack, policy: Partial<ReviewPolicy>) {
  const anyone = await createOpenLedger({ gatewayUrl })
  const { info } = anyone
  const chain = createChain({ rpcUrl, chainId: info.chainId, addresses: info.addresses })
  const someone = async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    const { token } = await signIn(anyone, account)
    return { account, token, ledger: await createOpenLedger({ gatewayUrl, account }) }
  }
  const [owner, contributor, reader, second] = [await someone(), await someone(), await someone(), await someone()]
  await fundDevAccount({ rpcUrl, account: toAddress(owner.account.address) })
  const { datanetId } = await createDatanet(createUserWallet({ chain, account: owner.account }), {
    slug: 'land-forms',
    treasury: toAddress(owner.account.address),
    rateBps: 500,
    termsHash: hashText('terms'),
    metadataHash: hashText('land-forms'),
  })
  await until('the Datanet', () => anyone.getDatanet(datanetId).catch(() => undefined))
  const prepared = await prepareContribution({
    info,
    datanetId,
    account: contributor.account,
    contents: RECORDS,
  })
  await contribute(contributor.ledger, prepared)
  await owner.ledger.review.setPolicy(datanetId, policy)
  await owner.ledger.review.addQuestions(datanetId, QUESTIONS)
  return { datanetId, owner, contributor, reader, second, count: RECORDS.length }
}
