import { readFileSync } from 'node:fs'
import { engineErrors } from '@openledger/engine/errors.ts'
import { expect, test } from 'vitest'
import { gatewayErrors } from './errors.ts'

const page = readFileSync(new URL('../../../docs/calling-models.md', import.meta.url), 'utf8')

test('the page for callers gives each code the status that it has', () => {
  const statuses = new Map(
    [...Object.values(gatewayErrors), ...Object.values(engineErrors)].map((e) => [e.code, e.status]),
  )
  const rows = page.split('\n').flatMap((line) => {
    const [, codes, status] = /^\| ((?:`[A-Z_]+` ?)+)\| (\d{3}) \|/.exec(line) ?? []
    return [...(codes ?? '').matchAll(/[A-Z_]+/g)].map(([code]) => [code, Number(status)] as const)
  })
  expect(rows.length).toBeGreaterThan(20)
  for (const [code, status] of rows) expect(statuses.get(code), code).toBe(status)
})

test('it names every code that a key, a payment or a repeated request can meet', () => {
  const codes = Object.keys(gatewayErrors).filter((code) => /^(PAYMENT|IDEMPOTENCY|AUTH_KEY|X402)_/.test(code))
  for (const code of codes) expect(page).toContain(`\`${code}\``)
})
