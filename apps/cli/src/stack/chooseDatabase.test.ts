import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HomePaths, homePaths } from '../home/homePaths.ts'
import { writeJsonFile } from '../home/jsonFile.ts'
import { chooseDatabase, databaseName } from './chooseDatabase.ts'

let paths: HomePaths
beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'openledger-home-')))
})
afterEach(async () => rm(paths.home, { recursive: true, force: true }))

const url = 'postgres://me:secret@db.example/ledger'
const differs = expect.objectContaining({ code: 'CLI_DATABASE_DIFFERS' })

test('a new folder takes what is wanted, or the embedded database', async () => {
  expect(await chooseDatabase(paths, undefined)).toBeUndefined()
  expect(await chooseDatabase(paths, url)).toBe(url)
})

test('books that are begun stay where they are', async () => {
  await mkdir(paths.database)
  expect(await chooseDatabase(paths, undefined)).toBeUndefined()
  await expect(chooseDatabase(paths, url)).rejects.toEqual(differs)
})

test('a server is remembered, a new password taken, another database refused without telling the password', async () => {
  await writeJsonFile(paths.config, { home: paths.home, databaseUrl: url })
  expect(await chooseDatabase(paths, undefined)).toBe(url)
  const renewed = 'postgresql://me:other@db.example:5432/ledger?sslmode=require'
  expect(await chooseDatabase(paths, renewed)).toBe(renewed)
  const elsewhere = chooseDatabase(paths, 'postgres://me@db.example/other')
  await expect(elsewhere).rejects.toEqual(differs)
  await expect(elsewhere).rejects.not.toThrow('secret')
})

test('a server is named by its socket too', () => {
  expect(databaseName('postgres://me@localhost/a?host=/run/postgresql')).toBe('/run/postgresql:5432/a')
})
