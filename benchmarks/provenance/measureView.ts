import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import type { Info } from '@openledger/core/api/info.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { z } from 'zod'
import { openBrowser } from '../../packages/core/test/openBrowser.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { serveApp } from './serveApp.ts'
import { makeViewWorld, type ViewWorld } from './viewCall.ts'

const MS_max = 300
const RPC = 'http://127.0.0.1:9'

const seenSchema = z.object({ milliseconds: z.number(), records: z.number(), bands: z.number(), marks: z.number() })

/**
 * From the click on a call in the list of calls to the painted page with all of its records, its marked answer and the flow
 * of its money; what the gateway answers is at hand. Each time another visitor.
 */
export async function measureView(context: BenchContext): Promise<void> {
  const runs = context.quick ? 3 : 15
  const world = makeViewWorld()
  const app = await serveApp(context.root, RPC, answersOf(world))
  const browser = await openBrowser()
  const seen: z.infer<typeof seenSchema>[] = []
  try {
    for (let run = 0; run < runs; run++) {
      const visitor = await browser.newContext({ viewport: { width: 1_440, height: 900 } })
      const page = await visitor.newPage()
      await page.goto(`${app.url}/calls`)
      const link = page.locator(`a[href="/calls/${world.call.callId}"]`)
      await link.waitFor()
      // As a pointer does before it clicks: the page's script comes.
      await link.hover()
      await page.waitForTimeout(500)
      const found = await page.evaluate(
        `new Promise((resolve) => {
          const count = (selector) => document.querySelectorAll(selector).length
          const started = performance.now()
          const look = () => {
            const seen = { records: count('.prov-record'), bands: count('.flow-band'), marks: count('.prov-match') }
            if (seen.records < ${world.call.attribution?.entries.length} || seen.bands === 0 || seen.marks === 0) return requestAnimationFrame(look)
            // The frame after this one shows it.
            requestAnimationFrame(() => setTimeout(() => resolve({ milliseconds: performance.now() - started, ...seen })))
          }
          document.querySelector('a[href="/calls/${world.call.callId}"]').click()
          look()
        })`,
      )
      seen.push(seenSchema.parse(found))
      await visitor.close()
    }
  } finally {
    await browser.close()
    await app.close()
  }
  const times = seen.map(({ milliseconds }) => milliseconds)
  const median = quantile(times, 0.5)
  const [first] = seen
  context.row({
    name: 'provenance view of a call with 64 paid records',
    value: Number(median.toFixed(0)),
    unit: 'ms',
    bar: `≤ ${MS_max}`,
    ok: median <= MS_max,
    note: `median of ${runs} visitors, from the click to the painted page: ${first?.records} records, ${first?.marks} matched pieces, ${first?.bands} bands of money; slowest ${Math.max(...times).toFixed(0)} ms`,
  })
}

/** What the gateway would answer: the call as its caller sees it. */
export function answersOf({ call, model, datanet, prices }: ViewWorld) {
  const addresses = contractAddressesSchema.parse(
    Object.fromEntries(
      Object.keys(contractAddressesSchema.shape).map((name) => [
        name,
        name === 'deployBlock' ? 1 : `0x${hashText(name).slice(26)}`,
      ]),
    ),
  )
  const info: Info = {
    chainId: 31_337,
    rpcUrl: RPC,
    addresses,
    operator: `0x${hashText('operator').slice(26)}`,
    baseModel: { id: 'base', hash: hashText('base') },
    embeddingModel: null,
    codeHash: hashText('code'),
    versions: {},
    chainTrouble: null,
  }
  const { callId, status, startedAt, epoch, receipt } = call
  const answers: Readonly<Record<string, unknown>> = {
    '/v1/info': info,
    '/v1/models': { object: 'list', data: [model] },
    '/v1/datanets': { data: [datanet] },
    '/v1/calls': { data: [{ callId, status, model: call.model, startedAt, epoch, fee: receipt?.fee ?? null }] },
    [`/v1/calls/${callId}`]: call,
    [`/v1/models/${model.openledger.modelId}/prices`]: prices,
  }
  return (path: string) => (answers[path] === undefined ? undefined : JSON.stringify(answers[path]))
}
