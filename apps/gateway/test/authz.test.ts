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

  test('every cell of the matrix comes out as it says, and no answer holds a secret of somebody else', async () => {
    const cells = await runMatrix(await makeWorld(stack), await loadRows())
    const wrong = cells.filter(
      ({ expected, got, leaks, unseen }) => expected !== got || leaks.length > 0 || unseen.length > 0,
    )
    expect(wrong).toEqual([])
    expect(cells.length).toBeGreaterThan(1_000)
  }, 300_000)
})
