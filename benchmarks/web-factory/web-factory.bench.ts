import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '../../apps/web/test/startStack.ts'
import { openBrowser } from '../../packages/core/test/openBrowser.ts'
import type { Bench } from '../lib/bench.ts'
import { findAllViolations } from '../lib/web/axe.ts'
import { measureBudgets } from '../lib/web/budgets.ts'
import { takeScreenshots } from '../lib/web/screenshots.ts'
import { measureHistory, writeHistory } from './history.ts'
import { reportLive, watchTraining } from './live.ts'
import { makeFactory } from './makeFactory.ts'
import { factoryViews, makeStates } from './views.ts'

const parts = ['live', 'history', 'budgets', 'axe', 'screenshots'] as const

/** The pages of the Model Factory on a real stack with real trainings. */
export const bench: Bench = {
  name: 'web-factory',
  summary: 'the Factory’s pages: from an event to its pixel, long histories, accessibility, bytes, screenshots',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    const views = wanted('axe') || wanted('screenshots')
    const home = await mkdtemp(join(tmpdir(), 'ol-bench-factory-'))
    const browser = await openBrowser()
    try {
      context.progress('a stack starts')
      const first = await startStack(home)
      const factory = await makeFactory(first)
      if (wanted('live')) context.progress('a training runs, and is watched')
      const watched = wanted('live') ? await watchTraining(context, browser, first, factory) : undefined
      const states = views ? await makeStates(first, factory) : undefined
      await first.stop()
      if (watched !== undefined) await reportLive(context, home, watched)
      const long = await writeHistory(home, factory)
      context.progress('the stack starts again')
      const second = await startStack(home)
      try {
        if (wanted('history')) await measureHistory(context, browser, second, factory, long)
        if (wanted('budgets')) await measureBudgets(context, browser, second.gatewayUrl)
        if (states !== undefined) {
          const pages = factoryViews(factory, { ...states, done: watched?.jobId, long })
          if (wanted('axe')) await findAllViolations(context, browser, second.gatewayUrl, pages)
          if (wanted('screenshots')) await takeScreenshots(context, browser, second.gatewayUrl, pages, 'factory')
        }
      } finally {
        await second.stop()
      }
    } finally {
      await browser.close()
      await rm(home, { recursive: true, force: true })
    }
  },
}
