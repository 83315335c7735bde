import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

/** `OPENLEDGER_GATEWAY` names a running gateway for `vite` (development); `vite build` needs nothing. */
const gateway = process.env['OPENLEDGER_GATEWAY']

/**
 * The verifying thread hashes by WebAssembly: the gateway's policy lets that thread run it, and pages not (ADR 51). Every
 * other thread has what the package's `imports` give a browser.
 */
const hashByWebAssembly = (): Plugin => {
  let verifies = false
  return {
    name: 'hash-by-webassembly',
    enforce: 'pre',
    buildStart: ({ input }) => {
      verifies = JSON.stringify(input).includes('verifyWorker')
    },
    resolveId: (id) =>
      verifies && id === '#keccak'
        ? fileURLToPath(new URL('../../packages/core/src/primitives/keccak/wasm.ts', import.meta.url))
        : undefined,
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic' } },
  worker: { format: 'es', plugins: () => [hashByWebAssembly()] },
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Fonts stay files: the policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'build.json',
    rolldownOptions: {
      // React's "use client" marks mean nothing in an app that has no server part.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
  ...(gateway === undefined ? {} : { server: { proxy: { '/v1': gateway, '/healthz': gateway } } }),
})
