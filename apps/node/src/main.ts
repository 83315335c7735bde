import { parseArgs } from 'node:util'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { createLogTail } from '@openledger/gateway/operator/createLogTail.ts'
import { createLogger } from './createLogger.ts'
import { readNodeConfig } from './nodeConfig.ts'
import { startNode } from './startNode.ts'

/** What a stopping node may take before it gives up, in ms. */
const stopTimeout_ms = 45_000

/** `node main.ts --config FILE`: runs a node until SIGTERM or SIGINT. Exit 0: stopped; 1: failed; 2: wrong usage. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined) {
    process.stderr.write('usage: node apps/node/src/main.ts --config FILE\n')
    process.exit(2)
  }
  const logTail = createLogTail()
  let logger = createLogger('info', logTail)
  const fail = (event: string) => (error: unknown) => {
    const known = OpenLedgerError.find(error)
    logger.fatal(
      { code: known?.code, hint: known?.hint, error: error instanceof Error ? error.stack : String(error) },
      event,
    )
    process.exit(1)
  }
  process.on('uncaughtException', fail('uncaught'))
  process.on('unhandledRejection', fail('unhandled'))
  try {
    const config = await readNodeConfig(values.config)
    logger = createLogger(config.logLevel, logTail)
    const node = await startNode(config, logger, fail('the database is lost'), logTail)
    logger.info({ url: node.url, pid: process.pid }, 'ready')
    const stop = async (signal: string) => {
      logger.info({ signal }, 'stopping')
      setTimeout(() => fail('did not stop in time')(undefined), stopTimeout_ms).unref()
      await node.stop()
      logger.info({}, 'stopped')
      process.exit(0)
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
  } catch (error) {
    fail('not started')(error)
  }
}

await main()
