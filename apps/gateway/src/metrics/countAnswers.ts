import type { MiddlewareHandler } from 'hono'
import type { Metrics } from './createMetrics.ts'

/** Counts each answer when it begins. */
export function countAnswers(metrics: Metrics): MiddlewareHandler {
  return async (context, next) => {
    await next()
    metrics.answered(context.req.method, context.res.status)
  }
}
