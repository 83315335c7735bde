import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { assertChain } from '@openledger/chain/clients/assertChain.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createFileJournal } from '@openledger/chain/publisher/fileJournal.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { validateOnce } from '@openledger/worker/committee/validateOnce.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { createLogger, eventFirst } from './createLogger.ts'
import { readOperatorKey } from './readOperatorKey.ts'
import { openPublished } from './validator/openPublished.ts'
import {
  readValidatorFile,
  sealKeySchema,
  type ValidatorConfig,
  validatorConfigSchema,
} from './validator/validatorConfig.ts'
import { createWeightsFolder } from './validator/weightsFolder.ts'

/** `node validate.ts --config FILE`: a validator until SIGTERM or SIGINT. Exit 0: stopped; 1: failed; 2: wrong usage. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined) {
    process.stderr.write('usage: node apps/node/src/validate.ts --config FILE\n')
    process.exit(2)
  }
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
  try {
    await run(await readValidatorFile(values.config, validatorConfigSchema), stopping.signal)
  } catch (error) {
    const known = OpenLedgerError.find(error)
    process.stderr.write(`${known === undefined ? String(error) : `${known.code}: ${known.message} ${known.hint}`}\n`)
    process.exitCode = 1
  }
}

/** One line of JSON on stdout for each request that it looked at and something became of. */
async function run(config: ValidatorConfig, signal: AbortSignal): Promise<void> {
  const logger = createLogger('warn')
  const { rpcUrl, chainId, addresses, baseModel } = config
  const account = privateKeyToAccount(await readOperatorKey(config.keyFile))
  const chain = createChain({ rpcUrl, chainId, addresses })
  await assertChain(chain)
  const journal = await createFileJournal(join(config.folder, 'journal.json'))
  const publisher = createPublisher({
    journal,
    account,
    client: chain.client,
    chainId,
    logger: eventFirst(logger, 'chain'),
  })
  await publisher.reconcile()
  const engine = await startEngineProcess({
    base: { id: baseModel.id, path: baseModel.file },
    threads: 1,
    logger: eventFirst(logger, 'engine'),
  })
  try {
    const deps = {
      chain,
      publisher,
      account,
      sealKey: await readValidatorFile(config.sealKeyFile, sealKeySchema),
      store: openPublished(config.data),
      weights: createWeightsFolder(join(config.folder, 'weights')),
      chainReader: await createChainReader({ rpcUrl, chainId, addresses }),
      engine,
      trainer: { python: config.python, folder: config.trainerFolder, threads: 1 },
      baseModel: { id: baseModel.id, file: baseModel.file, sha256: `0x${baseModel.sha256}` as const },
      modelsDir: config.modelsDir,
      logger,
      signal,
    }
    while (!signal.aborted) {
      for (const report of await validateOnce(deps)) {
        const idle = report.step === 'waits' || report.step === 'done'
        if (!idle || report.advanced) process.stdout.write(`${JSON.stringify(report)}\n`)
      }
      if (config.once) return
      await sleep(config.interval_ms, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    await engine.close()
  }
}

await main()
