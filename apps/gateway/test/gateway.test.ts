import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { afterAll, beforeAll } from 'vitest'
import { BASE_MODEL, type Stack, startStack } from './stack.ts'
import { chatSuite } from './suites/chat.ts'
import { contributionSuite } from './suites/contributions.ts'
import { indexingSuite } from './suites/indexing.ts'
import { keySuite } from './suites/keys.ts'
import { moneySuite } from './suites/money.ts'
import { refusalSuite } from './suites/refusals.ts'
import { registrySuite } from './suites/registries.ts'
import { retrievalSuite } from './suites/retrieval.ts'
import { streamSuite } from './suites/streams.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack()
  const none = {
    adapterHash: ZERO_HEX32,
    manifestHash: ZERO_HEX32,
    logRoot: ZERO_HEX32,
    indexHash: ZERO_HEX32,
    trainingVersions: [],
    retrievalVersions: [],
  }
  const prices = { inputPrice: 1_000n, outputPrice: 2_000n }
  const split = { burn: 200, operator: 4_900, model: 4_900, stakers: 0, data: 0 }
  await registerModel(stack.wallet(1), {
    name: BASE_MODEL,
    baseHash: stack.deps.models.base.hash,
    ...none,
    ...prices,
    split,
  })
  await stack.indexer.sync()
})
afterAll(async () => stack?.stop())

chatSuite(() => stack)
moneySuite(() => stack)
keySuite(() => stack)
refusalSuite(() => stack)
streamSuite(() => stack)
contributionSuite(() => stack)
retrievalSuite(() => stack)
indexingSuite(() => stack)
registrySuite(() => stack)
