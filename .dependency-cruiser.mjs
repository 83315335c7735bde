/** Layers point one way; siblings do not import each other; nothing imports an app; no cycles. */
const only = (from, allowed) => ({
  name: `layer-${from.replaceAll('/', '-')}`,
  severity: 'error',
  comment: `${from} may import only ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: `^${from}/` },
  to: { path: '^(packages|apps)/', pathNot: `^(${[from, ...allowed].join('|')})/` },
})

const core = 'packages/core'
const chain = 'packages/chain'
const services = [chain, 'packages/db', 'packages/engine', 'packages/attribution', 'packages/data']

export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core runs in a browser: no node: module outside its tests',
      from: { path: `^${core}/src/`, pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-test-import',
      severity: 'error',
      from: { pathNot: '(\\.test\\.ts$|/test/)' },
      to: { path: '(\\.test\\.ts$|^(packages|apps)/[^/]+/test/)' },
    },
    only(core, []),
    ...services.map((folder) => only(folder, [core])),
    only('packages/sdk', [core, chain]),
    only('apps/gateway/src', ['apps/gateway', core, ...services]),
    // Our own client is one of those that its tests run against it.
    only('apps/gateway/test', ['apps/gateway', core, ...services, 'packages/sdk']),
    only('apps/worker', [core, ...services]),
    only('apps/node', [core, ...services, 'apps/gateway', 'apps/worker']),
    // They read a contributor's files with the very parsers that the gateway reads them with again.
    only('apps/cli', [core, chain, 'packages/sdk', 'packages/data']),
    only('apps/web', [core, chain, 'packages/sdk', 'packages/data']),
    {
      name: 'web-runs-in-a-browser',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|contracts|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
