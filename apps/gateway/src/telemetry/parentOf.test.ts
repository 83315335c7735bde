import { trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { parentOf } from './parentOf.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const contextOf = (traceparent: string) => trace.getSpanContext(parentOf(new Headers({ traceparent })))

test('a caller’s trace goes on, also in a later version of the header', () => {
  expect(contextOf(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, traceFlags: 0, isRemote: true })
  expect(contextOf(`01-${traceId}-${spanId}-00-more`)).toMatchObject({ traceId, spanId })
})

test('what is no trace is none', () => {
  expect(trace.getSpanContext(parentOf(new Headers()))).toBeUndefined()
  for (const header of [
    '',
    'x',
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-${'x'.repeat(10)}\u00e9`.slice(0, 40),
  ])
    expect(contextOf(header), header).toBeUndefined()
})
