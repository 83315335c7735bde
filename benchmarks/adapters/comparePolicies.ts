import type { BenchContext } from '../lib/bench.ts'
import { leastRecent } from './policies/leastRecent.ts'
import { ours } from './policies/ours.ts'
import type { Policy } from './policies/policy.ts'
import { s3Fifo } from './policies/s3Fifo.ts'
import { windowTinyLfu } from './policies/windowTinyLfu.ts'
import { ZipfTraffic } from './traffic.ts'

const SEEDS = [1, 2, 3]
/** Requests of each phase; every second one of the scan's is the scan's own. */
const WARM_UP = 5_000
const PHASE = 20_000

type Rates = { readonly steady: number; readonly scan: number; readonly shuffled: number }

/**
 * Hit rates of the engine's adapter memory beside published policies, on the same drawn requests: nothing is loaded here.
 * The popularity of each adapter, how often the scan comes and when all popularities change is known to none of them.
 */
export async function comparePolicies(context: BenchContext, adapters: number, slots: number): Promise<void> {
  const makers = [ours, windowTinyLfu, s3Fifo, leastRecent]
  const best = new ZipfTraffic(adapters, 0).staticBest(slots)
  for (const make of makers) {
    const runs: Rates[] = []
    for (const seed of SEEDS) runs.push(await replay(make(slots), adapters, seed))
    const mean = (of: (rates: Rates) => number) => runs.reduce((sum, rates) => sum + of(rates), 0) / runs.length
    const phases: [string, number][] = [
      ['steady', mean(({ steady }) => steady)],
      ['under a scan', mean(({ scan }) => scan)],
      ['after a shuffle', mean(({ shuffled }) => shuffled)],
    ]
    const { name } = make(slots)
    for (const [phase, rate] of phases) {
      const isOurs = make === ours
      context.row({
        name: `replayed, hit rate − static best, ${phase}: ${name}`,
        value: Number((rate - best).toFixed(4)),
        unit: '',
        bar: isOurs ? '≥ -0.03' : null,
        ok: isOurs ? rate - best >= -0.03 : null,
        note: `${adapters.toLocaleString('en')} adapters, Zipf 1.0, ${slots} places; static best ${best.toFixed(4)}; mean of ${SEEDS.length} seeds; ${PHASE.toLocaleString('en')} requests a phase, those right after the shuffle included`,
      })
    }
  }
}

async function replay(policy: Policy, adapters: number, seed: number): Promise<Rates> {
  const traffic = new ZipfTraffic(adapters, seed)
  const share = async (requests: number) => {
    let hits = 0
    for (let at = 0; at < requests; at++) if (await policy.ask(traffic.next())) hits += 1
    return hits / requests
  }
  await share(WARM_UP)
  const steady = await share(PHASE)
  let [hits, walked] = [0, 0]
  for (let at = 0; at < PHASE / 2; at++) {
    await policy.ask(walked++ % adapters)
    if (await policy.ask(traffic.next())) hits += 1
  }
  traffic.shuffle()
  return { steady, scan: hits / (PHASE / 2), shuffled: await share(PHASE) }
}
