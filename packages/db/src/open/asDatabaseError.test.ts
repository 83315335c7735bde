import { expect, test } from 'vitest'
import { asDatabaseError, isTransient } from './asDatabaseError.ts'

/** An error as the driver throws it, in drizzle's wrapping or bare. */
const coded = (code: string, message: string) => Object.assign(new Error(message), { code })
const wrapped = (cause: Error) => new Error('Failed query: …', { cause })

test('what the server says gets the code that says what to do', () => {
  const cases = [
    [wrapped(coded('0A000', 'extension "vector" is not available')), 'DB_VECTOR_MISSING'],
    [wrapped(coded('42501', 'permission denied to create extension "vector"')), 'DB_VECTOR_MISSING'],
    [wrapped(coded('42501', 'permission denied for schema public')), 'DB_UNREACHABLE'],
    [coded('28P01', 'password authentication failed for user "me"'), 'DB_UNREACHABLE'],
    [coded('3D000', 'database "x" does not exist'), 'DB_UNREACHABLE'],
    [new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432')]), 'DB_UNREACHABLE'],
    [coded('ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere'), 'DB_UNREACHABLE'],
  ] as const
  for (const [error, code] of cases) expect(asDatabaseError(error)).toMatchObject({ code })
  const foreign = coded('23505', 'duplicate key value violates unique constraint')
  expect(asDatabaseError(foreign)).toBe(foreign)
})

test('only a server that may answer later is tried again', () => {
  expect(isTransient(coded('57P03', 'the database system is starting up'))).toBe(true)
  expect(isTransient(new AggregateError([coded('ECONNREFUSED', 'no')]))).toBe(true)
  expect(isTransient(coded('28P01', 'password authentication failed'))).toBe(false)
})
