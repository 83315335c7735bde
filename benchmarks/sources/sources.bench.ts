import type { Bench } from '../lib/bench.ts'
import { attributeQuestions } from './attributeQuestions.ts'
import { factQuestions } from './factQuestions.ts'
import { withFinishedHome } from './openHome.ts'

/** Whether the record that a fact was learnt from is found in the answer, however the question is worded. */
export const bench: Bench = {
  name: 'sources',
  summary: 're-worded questions on trained facts: is the true source paid most',
  parts: [],
  run: async (context) =>
    withFinishedHome(context, async (home) => {
      const { trained } = await factQuestions(context.root, home.deps)
      const asked = trained.filter((_, place) => !context.quick || place % 6 === 0)
      const found = await attributeQuestions(context, home, asked)
      const top = found.filter(({ paid, source }) => paid[0]?.commitment === source)
      const value = Number(((100 * top.length) / found.length).toFixed(2))
      const flat = found.filter(({ paid }) => paid.length === 0)
      context.row({
        name: 're-worded questions on trained facts whose true source is paid most',
        value,
        unit: '%',
        bar: '≥ 95',
        ok: value >= 95,
        note: `${top.length} of ${found.length} questions about ${new Set(found.map(({ source }) => source)).size} facts, all wordings held out from training, answered as they come, right or wrong; ${flat.length} paid nobody`,
      })
    }),
}
