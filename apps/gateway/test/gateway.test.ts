import { afterAll, beforeAll } from 'vitest'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { registerBaseModel, registerEmbeddingModel } from './registerBaseModel.ts'
import { type Stack, startStack } from './stack.ts'
import { actingSuite } from './suites/acting.ts'
import { chatSuite } from './suites/chat.ts'
import { checkSuite } from './suites/checks.ts'
import { choiceSuite } from './suites/choices.ts'
import { clientSuite } from './suites/clients.ts'
import { completionSuite } from './suites/completions.ts'
import { contributionSuite } from './suites/contributions.ts'
import { datanetTextsSuite } from './suites/datanetTexts.ts'
import { embeddingSuite } from './suites/embeddings.ts'
import { ensembleSuite } from './suites/ensembles.ts'
import { evaluationSuite } from './suites/evaluations.ts'
import { fineTuningSuite } from './suites/fineTuning.ts'
import { indexingSuite } from './suites/indexing.ts'
import { keySuite } from './suites/keys.ts'
import { localVoucherSuite } from './suites/localVouchers.ts'
import { metricsSuite } from './suites/metrics.ts'
import { moneySuite } from './suites/money.ts'
import { outputSuite } from './suites/outputs.ts'
import { passkeySuite } from './suites/passkeys.ts'
import { refusalSuite } from './suites/refusals.ts'
import { registrySuite } from './suites/registries.ts'
import { retrievalSuite } from './suites/retrieval.ts'
import { reviewSuite } from './suites/reviews.ts'
import { signInSuite } from './suites/signIn.ts'
import { streamSuite } from './suites/streams.ts'
import { toolSuite } from './suites/tools.ts'
import { trainingSuite } from './suites/trainings.ts'
import { uploadSuite } from './suites/uploads.ts'
import { versionSuite } from './suites/versions.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack({ databaseUrl: await freshDatabase() })
  await registerBaseModel(stack)
  await registerEmbeddingModel(stack)
})
afterAll(async () => stack?.stop())

chatSuite(() => stack)
choiceSuite(() => stack)
completionSuite(() => stack)
embeddingSuite(() => stack)
clientSuite(() => stack)
outputSuite(() => stack)
toolSuite(() => stack)
moneySuite(() => stack)
keySuite(() => stack)
localVoucherSuite(() => stack)
refusalSuite(() => stack)
signInSuite(() => stack)
passkeySuite(() => stack)
actingSuite(() => stack)
datanetTextsSuite(() => stack)
streamSuite(() => stack)
contributionSuite(() => stack)
checkSuite(() => stack)
reviewSuite(() => stack)
ensembleSuite(() => stack)
retrievalSuite(() => stack)
indexingSuite(() => stack)
registrySuite(() => stack)
versionSuite(() => stack)
uploadSuite(() => stack)
evaluationSuite(() => stack)
metricsSuite(() => stack)
trainingSuite(() => stack)
fineTuningSuite(() => stack)
