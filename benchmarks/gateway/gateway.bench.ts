import { registerBaseModel } from '../../apps/gateway/test/registerBaseModel.ts'
import { startStack } from '../../apps/gateway/test/stack.ts'
import type { Bench } from '../lib/bench.ts'
import { countingEngine, type Produced } from './countingEngine.ts'
import { measureAuto } from './measureAuto.ts'
import { measureBudget } from './measureBudget.ts'
import { measureCuts } from './measureCuts.ts'
import { measureStop } from './measureStop.ts'
import { measureOverhead } from './overhead/measureOverhead.ts'
import { measureOverload } from './overload/measureOverload.ts'

/**
 * Does the gateway ever bill wrong: a budget under pressure, streams that are cut, an engine that dies, a stop. What it adds
 * to a call's time, and what it does when there is too much.
 */
export const bench: Bench = {
  name: 'gateway',
  summary:
    'budgets under parallel calls, streams cut anywhere, engine killed, SIGTERM at load; overhead beside other gateways; overload; where `auto` goes',
  parts: ['budget', 'cuts', 'stop', 'overhead', 'overload', 'auto'],
  run: async (context) => {
    const wants = (part: string) => context.only.length === 0 || context.only.includes(part)
    if (wants('budget') || wants('cuts')) {
      const produced = new Map<string, Produced>()
      const stack = await startStack({ watch: countingEngine(produced) })
      try {
        await registerBaseModel(stack)
        if (wants('budget')) await measureBudget(context, stack)
        if (wants('cuts')) await measureCuts(context, stack, produced)
      } finally {
        await stack.stop()
      }
    }
    if (wants('stop')) await measureStop(context)
    if (wants('overhead')) await measureOverhead(context)
    if (wants('overload')) await measureOverload(context)
    if (wants('auto')) await measureAuto(context)
  },
}
