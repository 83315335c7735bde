import { join } from 'node:path'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { closeEpoch, passWindow } from '../operations/closeEpoch.ts'
import { openSession } from '../operations/session.ts'
import type { Terminal } from '../output/terminal.ts'
import type { RunningStack } from '../stack/superviseStack.ts'
import type { DemoDocument } from './demoDocument.ts'
import { loadDemoState, saveDemoState } from './demoState.ts'
import { describeCalls, describeContributors, describeEpoch } from './describeRun.ts'
import { ensureCredit, makeCalls } from './makeCalls.ts'
import { prepareWorld } from './prepareWorld.ts'
import { questionsOfRun, readHeldOut, readLicenceQuestions } from './questions.ts'
import { registerModels } from './registerModels.ts'
import { claimAll, verifyInOwnProcess } from './settleRun.ts'
import { coderNames, type Slice, trainingFacts } from './trainingPlan.ts'
import { evaluateModel, trainModel } from './trainModel.ts'
import { waitUntilSettled } from './waitUntilSettled.ts'

/** What a run of the demo is told. */
export type DemoOptions = {
  readonly stack: RunningStack
  readonly paths: HomePaths
  readonly root: string
  readonly slice: Slice
  readonly retrain: boolean
  /** Questions about trained facts; some others come on top. */
  readonly calls: number
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/**
 * The whole loop once: data, versions, training, calls, epoch, claims, verification. Everything goes through the public
 * API, the chain and the SDK. After a kill the next run goes on where this one stopped; a finished run is followed by
 * another that keeps the state.
 */
export async function runDemo(options: DemoOptions): Promise<DemoDocument> {
  const { paths, root, slice, terminal, signal } = options
  const started = performance.now()
  const examples = join(root, 'examples')
  const session = await openSession(paths, options.stack)
  let state = await loadDemoState(paths)
  const keep = async (change: Partial<typeof state>) => {
    state = { ...state, ...change }
    await saveDemoState(paths, state)
  }
  const step = (text: string) => terminal.progress(`${terminal.style('bold', '▸')} ${text}`)
  const report = (text: string) => terminal.progress(`    ${text}`)

  step('Contributors sign their data; Datanets publish versions')
  const world = await prepareWorld(session, { examples, folder: join(paths.demo, 'contributions'), report, signal })

  step('A model developer trains an adapter')
  const facts = await trainingFacts(examples, slice, world.uploads)
  const trained = await trainModel(world, facts, { slice, retrain: options.retrain, terminal, signal })
  report(
    trained.result.reused
      ? 'the adapter of the same manifest is reused'
      : `${facts.length} records in ${trained.seconds.toFixed(0)} s`,
  )
  const heldOut = await readHeldOut(examples)
  const known = state.evaluations[trained.result.adapterHash]
  if (known === undefined) terminal.tick('    base and adapter are asked the same questions …')
  const evaluation = known ?? [...(await evaluateModel(world, trained.jobId, facts, heldOut, signal))]
  await keep({ evaluations: { ...state.evaluations, [trained.result.adapterHash]: evaluation } })

  step('Models are registered on chain, and an app pays in')
  const registered = await registerModels(session, world, trained, slice, signal)
  report(`served: ${registered.map((model) => model.name).join(', ')}`)
  const apiKey = await ensureCredit(session, state.apiKey)
  await keep({ apiKey })

  const run = state.current?.run ?? state.finished + 1
  if (state.current === null) await keep({ current: { run, calls: [], epoch: null } })
  const questions = questionsOfRun(run, options.calls, facts, heldOut, await readLicenceQuestions(examples))
  step(`${questions.length} paid calls through the stock OpenAI client`)
  await makeCalls(session, {
    state,
    questions,
    apiKey,
    coder: coderNames[slice],
    terminal,
    signal,
    onCall: (call) => keep({ current: { run, calls: [...(state.current?.calls ?? []), call], epoch: null } }),
  })
  const stored = state.current?.calls ?? []
  const held = await waitUntilSettled(session, { callIds: stored.map((call) => call.callId), apiKey, signal })
  report(`${stored.length} answered, ${stored.filter((call) => call.streamed).length} of them streamed`)

  step('The epoch: attributed, collected, posted under bond; claims after the window')
  const posted = await closeEpoch(session, {
    number: state.current?.epoch ?? held,
    signal,
    onStatus: (status) => terminal.tick(`    epoch: ${status}`),
  })
  await keep({ current: { run, calls: stored, epoch: posted.number } })
  report(`epoch ${posted.number} posted, ${posted.epochHash ?? ''}`)
  const epoch = await passWindow(session, posted, signal)
  const others = [world.owner, world.curator, world.developer].map(
    ({ name, account }) => [name, toAddress(account.address)] as const,
  )
  const claims = await claimAll(
    session,
    new Map([...world.addresses, ...others, ['operator', session.ledger.info.operator]]),
  )
  report(`${claims.filter((claim) => claim.amount !== '0').length} accounts claimed`)

  step('A stranger derives every wei again')
  const verification = await verifyInOwnProcess({ session, paths, root, epoch })
  const calls = await describeCalls(session, world, stored, apiKey)
  const { jobId, result } = trained
  const document: DemoDocument = {
    run,
    seconds: (performance.now() - started) / 1000,
    gateway: session.gatewayUrl,
    rpc: session.rpcUrl,
    chainId: session.ledger.info.chainId,
    addresses: session.ledger.info.addresses,
    contributors: await describeContributors(session, world, calls),
    training: {
      jobId,
      records: facts.length,
      reused: result.reused,
      seconds: trained.seconds,
      manifestHash: result.manifestHash,
      adapterHash: result.adapterHash,
      logRoot: result.logRoot,
      indexHash: result.indexHash,
      evaluation,
    },
    models: registered,
    calls,
    epoch: describeEpoch(epoch),
    claims,
    verification,
  }
  await keep({ finished: run, current: null })
  return document
}
