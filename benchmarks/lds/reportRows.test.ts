import { expect, test } from 'vitest'
import type { Report } from './report.ts'
import { reportRows } from './reportRows.ts'

const method = (name: string, lds: number, querySeconds = 1): Report['methods'][number] => ({
  name,
  option: 0,
  tuning: [lds],
  lds,
  facts: {
    package: null,
    version: null,
    options: [{ option: {}, buildSeconds: 1, querySeconds, cached: true, note: '' }],
  },
})
const report = (ours: number, ceiling: number, low: number, reportingMasks = 64): Report => ({
  tuningMasks: 24,
  reportingMasks,
  queries: 128,
  methods: [method('openledger', ours), method('peer', 0.6)],
  ceiling: { masks: 16, value: ceiling },
  differences: [{ ours: 'openledger', peer: 'peer', ratio: ours / 0.6, low, high: 0.2 }],
})
const planned = { masks: 88, methods: ['openledger', 'peer'] }
const verdict = (given: Report) => reportRows('diffuse', given, planned).at(-1)

test.each([
  ['1.15 times the peer', report(0.7, 0.9, 0.05), true],
  ['less than that', report(0.66, 0.9, 0.02), false],
  ['less, but a third of the way to a ceiling that lies lower', report(0.63, 0.68, 0.01), true],
  ['a difference that chance may have made', report(0.7, 0.9, -0.01), false],
  ['masks that are still to be retrained', report(0.7, 0.9, 0.05, 40), false],
])('the bar: %s', (_, given, ok) => expect(verdict(given)?.ok).toBe(ok))

test('a bar is not met while a peer is missing, and the row says which', () => {
  const rows = reportRows('diffuse', report(0.7, 0.9, 0.05), { ...planned, methods: ['openledger', 'peer', 'other'] })
  expect(rows.at(-1)).toMatchObject({ ok: false, note: expect.stringContaining('not compared yet: other') })
})

test('rows name every method and the ceiling', () => {
  expect(reportRows('diffuse', report(0.7, 0.9, 0.05), planned).map(({ name, value }) => [name, value])).toEqual([
    ['diffuse: LDS, openledger', 0.7],
    ['diffuse: LDS, peer', 0.6],
    ['diffuse: ceiling that seeds leave', 0.9],
    ['diffuse: openledger against the best peer', 0.7 / 0.6],
  ])
})

test('seconds a query are held against those of the peers that the bars name', () => {
  const given = {
    ...report(0.7, 0.9, 0.05),
    methods: [method('openledger', 0.7, 0.3), method('kronfluence_ekfac', 0.6, 2), method('dattri_logra', 0.5, 0.1)],
  }
  const rows = reportRows('diffuse', given, planned).filter(({ name }) => name.includes('seconds'))
  expect(rows.map(({ value, ok }) => [value, ok])).toEqual([
    [0.15, true],
    [3, false],
  ])
})
