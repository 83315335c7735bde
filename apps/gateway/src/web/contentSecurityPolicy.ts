/**
 * The pages' Content-Security-Policy: code, styles, fonts and images from this origin alone, nothing inline; requests
 * to this origin and to the chain's RPC; no frames. A thread that hashes may also run WebAssembly: its own file's policy
 * says so, and is that thread's alone (ADR 51).
 *
 * @param rpcUrl - any http(s) URL of the chain's RPC
 * @param webAssembly - for the files of such threads
 */
export function contentSecurityPolicy(rpcUrl: string, webAssembly = false): string {
  return [
    "default-src 'none'",
    `script-src 'self'${webAssembly ? " 'wasm-unsafe-eval'" : ''}`,
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
