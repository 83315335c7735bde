import { afterAll, beforeAll, describe } from 'vitest'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { registerBaseModel } from './registerBaseModel.ts'
import { type Stack, startStack } from './stack.ts'
import { x402Suite } from './suites/x402.ts'
import { x402AttackSuite } from './suites/x402Attacks.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack({ databaseUrl: await freshDatabase() })
  await registerBaseModel(stack)
})
afterAll(async () => stack?.stop())

// One gateway after the other: they share the books.
describe('stock clients', () => x402Suite(() => stack))
describe('attacks', () => x402AttackSuite(() => stack))
