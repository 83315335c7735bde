import type { ChainLogger } from '@openledger/chain/logger.ts'
import type { EngineLogger } from '@openledger/engine/logger.ts'
import type { LogTail } from '@openledger/gateway/operator/createLogTail.ts'
import { destination, type Logger, pino } from 'pino'

/**
 * The node's structured log: one JSON line an event on stderr, facts first. No secrets, no content of calls.
 * @param tail is given each line too
 */
export function createLogger(level: 'debug' | 'info' | 'warn' | 'error', tail?: Pick<LogTail, 'write'>): Logger {
  const stderr = destination({ dest: 2, sync: true })
  const write = (line: string) => {
    stderr.write(line)
    tail?.write(line)
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write })
}

/** The same log for packages that name the event first. */
export function eventFirst(logger: Logger, area: string): ChainLogger & EngineLogger {
  const line =
    (write: (facts: object, event: string) => void) =>
    (event: string, facts: object = {}) =>
      write({ area, ...facts }, event)
  return {
    debug: line((facts, event) => logger.debug(facts, event)),
    info: line((facts, event) => logger.info(facts, event)),
    warn: line((facts, event) => logger.warn(facts, event)),
    error: line((facts, event) => logger.error(facts, event)),
  }
}
