import { loadRows, missingRoutes, runMatrix } from '../../apps/gateway/test/authz/runMatrix.ts'
import { makeWorld } from '../../apps/gateway/test/authz/world.ts'
import { startStack } from '../../apps/gateway/test/stack.ts'
import type { Bench } from '../lib/bench.ts'

/** Role × route × object, each cell executed on a real gateway with chain, engine and database. */
export const bench: Bench = {
  name: 'authz',
  summary: 'who may what: every cell of the matrix of routes, objects and callers, and secrets in answers',
  parts: ['matrix'],
  run: async ({ progress, row, quick }) => {
    progress('a stack starts')
    const stack = await startStack()
    try {
      const rows = await loadRows()
      const missing = await missingRoutes(rows)
      for (const one of missing) progress(one)
      const cells = await runMatrix(await makeWorld(stack), rows, { quick })
      const wrong = cells.filter(({ expected, got }) => expected !== got)
      const leaking = cells.filter(({ leaks }) => leaks.length > 0)
      const blind = cells.filter(({ unseen }) => unseen.length > 0)
      for (const { name, expected, got } of wrong) progress(`${name}: ${got}, expected ${expected}`)
      for (const { name, leaks } of leaking) progress(`${name}: leaks ${leaks.join(', ')}`)
      for (const { name, unseen } of blind)
        progress(`${name}: does not show ${unseen.join(', ')}, which its caller may see`)
      const routes = new Set(rows.map(({ route }) => `${route.method} ${route.path}`)).size
      row({
        name: 'routes without a row',
        value: missing.length,
        unit: '',
        bar: '0',
        ok: missing.length === 0,
        note: `${routes} routes, ${rows.length} objects`,
      })
      row({
        name: 'cells that come out as they say',
        value: `${cells.length - wrong.length} of ${cells.length}`,
        unit: '',
        bar: 'every cell',
        ok: wrong.length === 0 && blind.length === 0,
        note: `each object asked for by nobody, by API keys, sessions and signatures of eleven people, and by credentials that were revoked, lapsed, ended, used or made for something else${quick ? '; quick: routes open to everybody by one of each kind of caller' : ''}`,
      })
      row({
        name: 'answers that hold a secret of somebody else',
        value: leaking.length,
        unit: '',
        bar: '0',
        ok: leaking.length === 0,
        note: 'planted: contents, hashes and salts of private, withdrawn and reviewed records, personal data, golden questions, words of reviews, appeals and requests, a reviewer’s account, a file on its way, prompts, keys, tokens; looked for in headers and bodies, in Parquet too',
      })
    } finally {
      await stack.stop()
    }
  },
}
