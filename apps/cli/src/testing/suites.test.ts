import { expect, test } from 'vitest'
import { countForge, countPytest, countVitest } from './suites.ts'

test('reads the closing lines of the three runners', () => {
  expect(
    countForge('Ran 2 test suites in 1s (1s CPU time): 12 tests passed, 1 failed, 0 skipped (13 total tests)'),
  ).toEqual({ passed: 12, failed: 1, skipped: 0 })
  expect(countPytest('....\n1 failed, 20 passed, 2 skipped, 1 error in 12.30s\n')).toEqual({
    passed: 20,
    failed: 2,
    skipped: 2,
  })
  expect(
    countVitest(' Test Files  1 failed | 3 passed (4)\n      Tests  1 failed | 20 passed | 2 skipped (23)\n'),
  ).toEqual({ passed: 20, failed: 1, skipped: 2 })
})

test('output without a closing line is not counted as nothing', () => {
  expect(countForge('Error: compiler')).toBeUndefined()
  expect(countPytest('ImportError')).toBeUndefined()
  expect(countVitest('No test files found')).toBeUndefined()
})
