import { contentSecurityPolicy } from './contentSecurityPolicy.ts'
import type { WebFile } from './readWebFiles.ts'

/** Answers requests for pages and their files; undefined: this is none of the web app's. */
export type Web = {
  /** A file of the build at exactly this path, before the API is asked. */
  readonly file: (request: Request) => Response | undefined
  /** The app's page for an address that the API does not know, when a browser asks for a page. */
  readonly page: (request: Request) => Response | undefined
}

/** Paths that belong to programs: an unknown one is the API's coded 404, never a page. */
const API_PATHS = /^\/(v1|assets|healthz|metrics|openapi\.json|llms\.txt)(\/|$)/

/** The build's names of threads that hash whole epochs. */
const HASHING_THREADS = /^\/assets\/verifyWorker-[\w-]+\.js$/

/**
 * Serves the built web app from memory: files whose name carries their hash for a year, everything else revalidated by
 * its ETag; each in gzip where the browser takes it.
 *
 * @param files - the build by path, from `readWebFiles`
 * @param rpcUrl - the chain's RPC, which the verifier in the browser reads from
 */
export function serveWeb(files: ReadonlyMap<string, WebFile>, rpcUrl: string): Web {
  const policies = { page: contentSecurityPolicy(rpcUrl), hashing: contentSecurityPolicy(rpcUrl, true) }
  const answer = (file: WebFile, request: Request, policy = policies.page): Response => {
    const zipped = file.gzip !== undefined && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
    const headers = new Headers({
      'content-type': file.type,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: zipped ? `"${file.hash}-gzip"` : `"${file.hash}"`,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
    })
    if (known(request.headers.get('if-none-match'), headers.get('etag') ?? '')) {
      return new Response(null, { status: 304, headers })
    }
    const body = zipped && file.gzip !== undefined ? file.gzip : file.bytes
    if (zipped) headers.set('content-encoding', 'gzip')
    headers.set('content-length', String(body.length))
    return new Response(request.method === 'HEAD' ? null : Uint8Array.from(body), { headers })
  }
  const reads = (request: Request) => request.method === 'GET' || request.method === 'HEAD'
  return {
    file: (request) => {
      const { pathname } = new URL(request.url)
      const file = reads(request) ? files.get(pathname === '/' ? '/index.html' : pathname) : undefined
      if (file === undefined) return undefined
      return answer(file, request, HASHING_THREADS.test(pathname) ? policies.hashing : policies.page)
    },
    page: (request) => {
      const { pathname } = new URL(request.url)
      const wanted = reads(request) && (request.headers.get('accept') ?? '').includes('text/html')
      const index = files.get('/index.html')
      return !wanted || API_PATHS.test(pathname) || index === undefined ? undefined : answer(index, request)
    },
  }
}

/** Weak comparison of RFC 9110 §13.1.2. */
function known(ifNoneMatch: string | null, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((tag) => [etag, '*'].includes(tag.trim().replace(/^W\//, '')))
}
