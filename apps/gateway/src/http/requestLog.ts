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
    logger.info({ method, path, status: context.res.status, ms: clock.now() - started_ms }, 'request')
  }
}
