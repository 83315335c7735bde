/**
 * The pages' Content-Security-Policy: code, styles, fonts and images from this origin alone, nothing inline; requests
 * to this origin and to the chain's RPC; no frames.
 *
 * @param rpcUrl - any http(s) URL of the chain's RPC
 */
export function contentSecurityPolicy(rpcUrl: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(rpcUrl).origin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
