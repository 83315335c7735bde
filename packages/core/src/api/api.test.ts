import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listCalls } from './calls.ts'
import { addressSchema, hash32Schema, weiTextSchema } from './primitives.ts'

test('wire primitives refuse what is not canonical', () => {
  expect(addressSchema.safeParse(`0x${'ab'.repeat(20)}`).success).toBe(true)
  expect(addressSchema.safeParse(`0x${'AB'.repeat(20)}`).success).toBe(false)
  expect(addressSchema.safeParse(`0x${'ab'.repeat(21)}`).success).toBe(false)
  expect(hash32Schema.safeParse(`0x${'0'.repeat(63)}`).success).toBe(false)
  for (const bad of ['01', '-1', '1.0', '', '1e3', '9'.repeat(79)])
    expect(weiTextSchema.safeParse(bad).success).toBe(false)
  expect(weiTextSchema.parse('0')).toBe('0')
})

test('query parameters arrive as text and leave as numbers', () => {
  expect(listCalls.query.parse({ epoch: '3' })).toEqual({ epoch: 3, limit: 100 })
  expect(listCalls.query.safeParse({ limit: '0' }).success).toBe(false)
})

test('no two routes share method and path, and braces match the parameters', async () => {
  const seen = new Set<string>()
  for (const file of readdirSync(import.meta.dirname)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const module: Record<string, unknown> = await import(/* @vite-ignore */ `./${file}`)
    for (const value of Object.values(module)) {
      if (typeof value !== 'object' || value === null || !('path' in value) || !('method' in value)) continue
      const route = value as { method: string; path: string; params?: { shape: Record<string, unknown> } }
      const key = `${route.method} ${route.path}`
      expect(seen.has(key), key).toBe(false)
      seen.add(key)
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(inPath, key).toEqual(Object.keys(route.params?.shape ?? {}))
    }
  }
  expect(seen.size).toBeGreaterThan(20)
})
