import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { loadHandlers } from './loadHandlers.ts'

const API = new URL('../../../../packages/core/src/api/', import.meta.url)

test('every route that core describes has one handler, and no other is served', async () => {
  const described = new Set<string>()
  for (const file of readdirSync(API)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const module: Record<string, unknown> = await import(new URL(file, API).href)
    for (const value of Object.values(module)) {
      if (typeof value === 'object' && value !== null && 'method' in value && 'path' in value)
        described.add(`${value.method} ${value.path}`)
    }
  }
  const served = (await loadHandlers()).map(({ route }) => `${route.method} ${route.path}`)
  expect(new Set(served)).toEqual(described)
})

test('a file without a handler is an error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ol-routes-'))
  writeFileSync(join(folder, 'empty.ts'), 'export const nothing = 1\n')
  await expect(loadHandlers(pathToFileURL(`${folder}/`))).rejects.toThrow(/exports no handler/)
  rmSync(folder, { recursive: true })
})
