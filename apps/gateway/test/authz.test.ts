import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRows, missingRoutes, runMatrix } from './authz/runMatrix.ts'
import { makeWorld } from './authz/world.ts'
import { type Stack, startStack } from './stack.ts'

describe('who may what', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  })
  afterAll(async () => stack?.stop())

  test('every route has a row in the matrix', async () => {
    expect(await missingRoutes(await loadRows())).toEqual([])
  })

  test('every cell of the matrix comes out as it says, and neither an answer nor the log holds a secret', async () => {
    const world = await makeWorld(stack)
    // Nightly, and in the bench `authz`, callers that a route cannot tell apart ask too.
    const quick = process.env['OPENLEDGER_NIGHTLY'] === undefined
    const cells = await runMatrix(world, await loadRows(), { quick })
    const wrong = cells.filter(
      ({ expected, got, leaks, unseen }) => expected !== got || leaks.length > 0 || unseen.length > 0,
    )
    expect(wrong).toEqual([])
    expect(cells.length).toBeGreaterThan(1_000)
    // Accounts are named there, reviewers' too: the log is the operator's.
    const { reviewer: _account, ...secrets } = world.markers
    const log = inspect(stack.logs, { depth: null, maxArrayLength: null, maxStringLength: null })
    expect(log.length).toBeGreaterThan(1_000)
    expect(Object.entries(secrets).flatMap(([name, secret]) => (log.includes(secret) ? [name] : []))).toEqual([])
  }, 600_000)
})
