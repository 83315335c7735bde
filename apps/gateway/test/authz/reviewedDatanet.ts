import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { listReviewQuestions } from '@openledger/core/api/reviewQuestions.ts'
import { createReviewTasks, createReviewTest } from '@openledger/core/api/reviewTasks.ts'
import { type DatanetDescription, descriptionHash } from '@openledger/core/data/datanetDescription.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { LocalAccount } from 'viem'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { signedRequest } from '../requests.ts'
import { type Stack, testAccount } from '../stack.ts'
import { type DevPerson, indexes } from './callers.ts'
import { secretWord } from './secretWord.ts'

/** What the reviewed Datanet says of itself. */
export const description: DatanetDescription = {
  format: 'openledger.datanet-description/1',
  title: 'Birds of the tower',
  text: 'What lives there, and when.',
}

/** One review a record, by accounts on a list, after a test of one question. */
export const policy: Partial<ReviewPolicy> = { reviews: 1, mode: 'listed', testQuestions: 1, goldenShareBps: 0 }

/** The reviewed Datanet's golden question; the note gives its answer away. */
export const goldenQuestion = (goldenContent: string, goldenNote: string) => ({
  content: { kind: 'qa', prompts: ['How many steps lead up the tower?'], answer: `They are ${goldenContent}.` },
  answer: 'refuse',
  note: goldenNote,
})

/**
 * A Datanet of the owner that is reviewed: one record of the contributor refused and appealed against, one of the
 * curator too, one that lies before the reviewer, one before the lapsed developer, who reviews
 * no more; and commitments of the contributor whose content is still to come.
 */
export async function makeReviewedDatanet(stack: Stack, reviewer: LocalAccount) {
  const wallet = stack.wallet(indexes.owner)
  const account = (who: DevPerson): LocalAccount => testAccount(indexes[who])
  const [owner, curator, contributor] = [account('owner'), account('curator'), account('contributor')]
  const former = account('lapsedDeveloper')
  const { datanetId } = await createDatanet(wallet, {
    slug: 'authz-reviewed',
    treasury: wallet.address,
    rateBps: 0,
    termsHash: `0x${'6'.repeat(64)}`,
    metadataHash: descriptionHash(description),
  })
  await setCurators(wallet, { datanetId, curators: [{ account: toAddress(curator.address), bps: 1_000 }] })
  await stack.indexer.sync()
  const ask = async (account: LocalAccount, method: string, path: string, body?: unknown) => {
    const answer = await signedRequest(stack.url, account, method, `/v1/datanets/${datanetId}/review${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.json)}`)
    return answer.json
  }
  const word = { refused: secretWord('Owls'), task: secretWord('Swifts'), curator: secretWord('Bats') }
  const formerContent = secretWord('Storks')
  const [goldenContent, goldenNote] = [secretWord('Many'), secretWord('Counted')]
  const [reviewNote, appealWords] = [secretWord('Unlikely'), secretWord('Seen')]
  const contribute = async (account: LocalAccount, ...pairs: [prompt: string, answer: string][]) => {
    const contents = pairs.map(([prompt, answer]) => ({ kind: 'qa', prompts: [prompt], answer }))
    const batch = await prepareBatch(stack, datanetId, account, contents)
    const uploaded = await upload(stack, await submit(stack, batch), jsonl(batch.lines))
    if (uploaded.status !== 200) throw new Error(`The records were not taken: ${JSON.stringify(uploaded.json)}`)
    return batch.body.commitments
  }
  const takeTest = async (who: LocalAccount): Promise<string> => {
    const { testId } = createReviewTest.response.parse(await ask(who, 'POST', '/test'))
    await ask(who, 'POST', '/test/answers', { testId, answers: ['refuse'] })
    return testId
  }
  await ask(owner, 'PUT', '/policy', policy)
  await ask(owner, 'POST', '/questions', { questions: [goldenQuestion(goldenContent, goldenNote)] })
  const [question] = listReviewQuestions.response.parse(await ask(owner, 'GET', '/questions')).data
  await contribute(contributor, ['What nests on the chimney of the mill?', `On the chimney nest ${formerContent}.`])
  // Somebody who was on the list and took a task, and is on it no more.
  await ask(owner, 'PUT', '/reviewers', { accounts: [toAddress(former.address)] })
  await takeTest(former)
  const taken = createReviewTasks.response.parse(await ask(former, 'POST', '/tasks', { upTo: 1 }))
  if (taken.data.length !== 1) throw new Error('The former reviewer got no task')
  await ask(owner, 'PUT', '/reviewers', { accounts: [toAddress(reviewer.address)] })
  const [refused, leased] = (await contribute(
    contributor,
    ['Which birds nest below the bell?', `Below the bell nest ${word.refused}.`],
    ['What comes back to the eaves in May?', `In May come ${word.task} from the south.`],
  )) as [Hex32, Hex32]
  const [curators] = await contribute(curator, ['Who sleeps under the slates by day?', `By day sleep ${word.curator}.`])
  const testId = await takeTest(reviewer)
  const { data } = createReviewTasks.response.parse(await ask(reviewer, 'POST', '/tasks', { upTo: 3 }))
  const taskOf = (what: string) => data.find(({ content }) => JSON.stringify(content).includes(what))?.taskId ?? ''
  await ask(reviewer, 'POST', '/answers', {
    answers: [word.refused, word.curator].map((what) => ({
      taskId: taskOf(what),
      answer: { verdict: 'refuse', reason: 'wrong', note: reviewNote },
    })),
  })
  await ask(contributor, 'POST', '/appeals', { commitment: refused, words: appealWords })
  await ask(curator, 'POST', '/appeals', { commitment: curators, words: 'They are there.' })
  const waitingBatch = await prepareBatch(stack, datanetId, contributor, [
    { kind: 'qa', prompts: ['What is the weathercock made of?'], answer: 'It is of copper.' },
  ])
  return {
    datanetId,
    refused,
    leased,
    taskId: taskOf(word.task),
    testId,
    questionId: question?.questionId ?? '',
    waitingContributionId: await submit(stack, waitingBatch),
    markers: {
      refusedContent: word.refused,
      taskContent: word.task,
      formerContent,
      curatorContent: word.curator,
      goldenContent,
      goldenNote,
      reviewNote,
      appealWords,
      reviewer: toAddress(reviewer.address) as string,
    },
  }
}

/** A Datanet of the stranger, reviewed by whoever likes: its id in the path gives nobody anything of another Datanet. */
export async function makeForeignDatanet(stack: Stack): Promise<Hex32> {
  const wallet = stack.wallet(indexes.stranger)
  const hash = `0x${'6'.repeat(64)}` as const
  const about = { slug: 'authz-foreign', treasury: wallet.address, rateBps: 0, termsHash: hash, metadataHash: hash }
  const { datanetId } = await createDatanet(wallet, about)
  await stack.indexer.sync()
  const path = `/v1/datanets/${datanetId}/review/policy`
  const body = { mode: 'open', testQuestions: 0 }
  const answer = await signedRequest(stack.url, testAccount(indexes.stranger), 'PUT', path, body)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.json))
  return datanetId
}
