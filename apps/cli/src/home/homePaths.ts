import { join, resolve } from 'node:path'

/** Where everything that OpenLedger keeps on this machine lies: one folder that can be moved as a whole. */
export type HomePaths = {
  readonly home: string
  readonly config: string
  readonly addresses: string
  readonly accounts: string
  readonly keys: string
  readonly chain: string
  readonly database: string
  readonly data: string
  readonly jobs: string
  readonly logs: string
  readonly run: string
  readonly demo: string
}

/**
 * Names the parts of a state folder; makes none of them.
 * @param home the folder, `OPENLEDGER_HOME`
 */
export function homePaths(home: string): HomePaths {
  const at = (name: string) => join(resolve(home), name)
  return {
    home: resolve(home),
    config: at('config.json'),
    addresses: at('addresses.json'),
    accounts: at('accounts'),
    keys: at('keys'),
    chain: at('chain'),
    database: at('db'),
    data: at('data'),
    jobs: at('models'),
    logs: at('logs'),
    run: at('run'),
    demo: at('demo'),
  }
}
