import { readFileSync } from 'node:fs'
import { coreErrors } from '@openledger/core/errors.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import { engineErrors } from '@openledger/engine/errors.ts'
import { expect, test } from 'vitest'
import { actingErrors } from './acting/errors.ts'
import { signInErrors } from './auth/errors.ts'
import { gatewayErrors } from './errors.ts'

const pageOf = (name: string) => readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8')
const errors = {
  ...gatewayErrors,
  ...signInErrors,
  ...actingErrors,
  ...engineErrors,
  ...coreErrors,
  ...reviewErrors,
}

test.each([
  ['calling-models', 20],
  ['signing-in', 15],
  ['reviewing', 15],
])('the page %s gives each code the status that it has', (name, least) => {
  const statuses = new Map(Object.values(errors).map((e) => [e.code, e.status]))
  const rows = pageOf(name)
    .split('\n')
    .flatMap((line) => {
      const [, codes, status] = /^\| ((?:`[A-Z_]+` ?)+)\| (\d{3}) \|/.exec(line) ?? []
      return [...(codes ?? '').matchAll(/[A-Z_]+/g)].map(([code]) => [code, Number(status)] as const)
    })
  expect(rows.length).toBeGreaterThan(least)
  for (const [code, status] of rows) expect(statuses.get(code), code).toBe(status)
})

test('they name every code that a key, a payment or a repeated request can meet, and every one of signing in and reviewing', () => {
  const codes = Object.keys(gatewayErrors).filter((code) => /^(PAYMENT|IDEMPOTENCY|AUTH_KEY|X402)_/.test(code))
  for (const code of codes) expect(pageOf('calling-models')).toContain(`\`${code}\``)
  for (const code of Object.keys({ ...signInErrors, ...actingErrors }))
    expect(pageOf('signing-in')).toContain(`\`${code}\``)
  for (const code of Object.keys(reviewErrors)) expect(pageOf('reviewing')).toContain(`\`${code}\``)
})
