import { afterAll, beforeAll } from 'vitest'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { registerBaseModel } from './registerBaseModel.ts'
import { type Stack, startStack } from './stack.ts'
import { x402Suite } from './suites/x402.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack({ databaseUrl: await freshDatabase() })
  await registerBaseModel(stack)
})
afterAll(async () => stack?.stop())

x402Suite(() => stack)
