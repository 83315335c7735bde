import { type Context, isSpanContextValid, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'

const TRACEPARENT = /^[0-9a-f]{2}-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/

/**
 * Where a request stands in its caller's trace; the root where it names none. Whether it is recorded is not the caller's
 * to say, so the flag that comes with it is left out.
 *
 * Source: W3C Trace Context, "traceparent Header".
 */
export function parentOf(headers: Headers): Context {
  const header = headers.get('traceparent') ?? ''
  const { traceId = '', spanId = '' } = TRACEPARENT.exec(header)?.groups ?? {}
  const parent = { traceId, spanId, traceFlags: TraceFlags.NONE, isRemote: true }
  return isSpanContextValid(parent) && !header.startsWith('ff')
    ? trace.setSpanContext(ROOT_CONTEXT, parent)
    : ROOT_CONTEXT
}
