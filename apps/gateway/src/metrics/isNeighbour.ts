import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * Whether a request was made on this very machine, and not passed on by a proxy for somebody else. Where it can't be
 * told who asks, it is a stranger.
 */
export function isNeighbour(context: Context): boolean {
  if (['forwarded', 'x-forwarded-for', 'via'].some((name) => context.req.header(name) !== undefined)) return false
  try {
    return /^(127\.|::1$|::ffff:127\.)/.test(getConnInfo(context).remote.address ?? '')
  } catch {
    return false
  }
}
