import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { everyPage } from '../../apps/web/test/everyPage.ts'
import { makeWorld, QUESTION } from '../../apps/web/test/makeWorld.ts'
import { type Stack, startStack } from '../../apps/web/test/startStack.ts'
import { hash32Schema } from '../../packages/core/src/api/primitives.ts'
import { openBrowser } from '../../packages/core/test/openBrowser.ts'
import { createOpenLedger, signIn } from '../../packages/sdk/src/index.ts'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { findAllViolations } from '../lib/web/axe.ts'
import { measureBudgets } from '../lib/web/budgets.ts'
import { takeScreenshots } from '../lib/web/screenshots.ts'
import { measureInteractions } from './interactions.ts'
import { seedVersion } from './seedVersion.ts'

const parts = ['budgets', 'axe', 'screenshots', 'million'] as const

/** The pages that there are, on a real stack: a fresh small one, or a copy of the state folder that --home names. */
export const bench: Bench = {
  name: 'web-datanets',
  summary:
    'the pages: bytes and paint of the first one, accessibility, screenshots of all; the viewer of a version of 1,000,000 records',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('million')) await measureMillion(context)
    if (context.only.length > 0 && context.only.every((part) => part === 'million')) return
    const home = context.home === undefined ? undefined : await mkdtemp(join(tmpdir(), 'ol-bench-web-'))
    if (home !== undefined && context.home !== undefined) await cp(context.home, home, { recursive: true })
    context.progress('a stack starts')
    const stack = await startStack(home)
    const browser = await openBrowser()
    try {
      const owner = home === undefined ? await makeHistory(stack) : await anybody(stack)
      const pages = await everyPage(stack.gatewayUrl, owner)
      if (wanted('budgets')) await measureBudgets(context, browser, stack.gatewayUrl)
      if (wanted('axe')) await findAllViolations(context, browser, stack.gatewayUrl, pages)
      if (wanted('screenshots')) await takeScreenshots(context, browser, stack.gatewayUrl, pages, 'all')
    } finally {
      await browser.close()
      await stack.stop()
      if (home !== undefined) await rm(home, { recursive: true, force: true })
    }
  },
}

/** A stack of its own, stopped while a version is put into its tables, then used. */
async function measureMillion(context: BenchContext): Promise<void> {
  const records = context.quick ? 20_000 : 1_000_000
  const home = await mkdtemp(join(tmpdir(), 'ol-bench-million-'))
  const browser = await openBrowser()
  try {
    context.progress('a stack starts')
    const before = await startStack(home)
    const { datanetId, owner } = await makeWorld(before)
    await before.stop()
    const counting_ms = await seedVersion(context, { home, datanetId: hash32Schema.parse(datanetId), records })
    const stack = await startStack(home)
    try {
      const { token } = owner
      await measureInteractions(context, browser, {
        gatewayUrl: stack.gatewayUrl,
        datanetId,
        token,
        records,
        counting_ms,
      })
    } finally {
      await stack.stop()
    }
  } finally {
    await browser.close()
    await rm(home, { recursive: true, force: true })
  }
}

type Owner = { readonly token: string; readonly account: string; readonly apiKey?: string }

/** Something to look at: a Datanet, two models, an answered question each, an epoch that pays for them. */
async function makeHistory(stack: Stack): Promise<Owner> {
  const { apiKey, owner, baseModel, retrievalModel, closeEpoch } = await makeWorld(stack)
  for (const model of [baseModel, retrievalModel]) {
    const response = await fetch(new URL('/v1/chat/completions', stack.gatewayUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, max_tokens: 24, messages: [{ role: 'user', content: QUESTION }] }),
    })
    if (!response.ok) throw new Error(`${model} answered with status ${response.status}: ${await response.text()}`)
  }
  await closeEpoch()
  return { ...owner, apiKey }
}

/** A session of a new account: a wallet costs nothing. */
async function anybody({ gatewayUrl }: Stack): Promise<Owner> {
  return signIn(await createOpenLedger({ gatewayUrl }), privateKeyToAccount(generatePrivateKey()))
}
