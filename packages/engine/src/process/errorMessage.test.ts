import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { expect, test } from 'vitest'
import { engineErrors } from '../errors.ts'
import { fromErrorMessage, toErrorMessage } from './errorMessage.ts'

test('code, status, message and details survive the way between processes', () => {
  const error = new OpenLedgerError(engineErrors.ENGINE_CONTEXT_OVERFLOW, 'too long', { details: { inputTokens: 9 } })
  const again = fromErrorMessage(structuredClone(toErrorMessage(new Error('outer', { cause: error }))))
  expect(again).toMatchObject({ code: 'ENGINE_CONTEXT_OVERFLOW', status: 400, details: { inputTokens: 9 } })
  expect(again.message).toBe('too long')
})

test('an error without a code becomes ENGINE_INTERNAL', () => {
  expect(fromErrorMessage(toErrorMessage(new TypeError('x is undefined')))).toMatchObject({
    code: 'ENGINE_INTERNAL',
    status: 500,
    message: 'x is undefined',
  })
})
