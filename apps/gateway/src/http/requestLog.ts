import type { MiddlewareHandler } from 'hono'
import type { GatewayLogger } from '../gatewayLogger.ts'

/** Logs each request when its answer begins: method, route, status and time; no query, headers or content. */
export function requestLog({
  logger,
  clock,
}: {
  readonly logger: GatewayLogger
  readonly clock: { readonly now: () => number }
}): MiddlewareHandler {
  return async (context, next) => {
    const started_ms = clock.now()
    await next()
    const { method, path } = context.req
    const { status } = context.res
    // Who watches the node asks every second: that would be most of what there is to see.
    const isWatching = path.startsWith('/v1/operator') && status === 200
    logger[isWatching ? 'debug' : 'info']({ method, path, status, ms: clock.now() - started_ms }, 'request')
  }
}
