import { expect, test } from 'vitest'
import { runSuite } from './runSuite.ts'
import { countVitest } from './suites.ts'

const suite = (code: string, counted: boolean) => ({
  name: 'x',
  about: 'x',
  lane: 'tools' as const,
  command: [process.execPath, '-e', code],
  ...(counted ? { count: countVitest } : {}),
})
const signal = new AbortController().signal

test('a check without tests counts as one', async () => {
  expect((await runSuite(suite('', false), '.', signal)).counts).toEqual({ passed: 1, failed: 0, skipped: 0 })
  expect((await runSuite(suite('process.exit(3)', false), '.', signal)).counts.failed).toBe(1)
})

test('a runner that fails or says nothing never counts as passed', async () => {
  const crashed = await runSuite(suite('console.log("  Tests  5 passed (5)"); process.exit(1)', true), '.', signal)
  expect(crashed.counts).toEqual({ passed: 5, failed: 1, skipped: 0 })
  expect((await runSuite(suite('', true), '.', signal)).counts.failed).toBe(1)
})
