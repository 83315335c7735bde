import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import type { Environment } from '../environment.ts'
import { cliErrors } from '../errors.ts'
import { readRunFile } from '../stack/runFile.ts'
import { superviseStack } from '../stack/superviseStack.ts'

export const command: Command = {
  path: ['up'],
  summary: 'start chain, database, gateway and worker, and stay up',
  usage: '[--port N] [--rpc-port N]',
  options: {
    port: { type: 'string', help: 'port of the gateway (default: a free one)' },
    'rpc-port': { type: 'string', help: 'port of the chain’s RPC (default: a free one)' },
  },
  details:
    'Stops with Ctrl-C or ./openledger down. A process that ends by itself is started again.\nThe books are in PGlite, which never fsyncs: good for a trial. Real money needs PostgreSQL: set\nOPENLEDGER_DATABASE_URL=postgres://USER@HOST/DATABASE before the first start (docs/postgresql.md).\nWith OPENLEDGER_VLLM_URL=http://HOST:PORT a vLLM server answers calls (docs/vllm.md).',
  run: async ({ values, terminal, paths, root, json, signal, env }) => {
    const port = (name: string) => {
      const number = Number(values[name] ?? 0)
      if (!Number.isInteger(number) || number < 0 || number > 65_535)
        throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} takes a port, 0 to 65535`)
      return number
    }
    const running = await readRunFile(paths.run, 'supervisor')
    if (running !== undefined && running.pid !== process.pid) {
      throw new OpenLedgerError(
        cliErrors.CLI_START_FAILED,
        `It is up already (process ${running.pid}); its log is ${join(paths.logs, 'supervisor.log')}`,
      )
    }
    await superviseStack({
      paths,
      root,
      port: port('port'),
      rpcPort: port('rpc-port'),
      databaseUrl: env.OPENLEDGER_DATABASE_URL,
      vllm: vllmOf(env),
      report: terminal.progress,
      signal,
      onReady: ({ gatewayUrl, rpcUrl }) => {
        if (json) terminal.out(JSON.stringify({ gatewayUrl, rpcUrl, home: paths.home }))
        else {
          terminal.out(
            `OpenLedger is up. Pages ${gatewayUrl} · API ${gatewayUrl}/v1 · chain ${rpcUrl} · state ${paths.home}`,
          )
          terminal.out('Stop it with Ctrl-C or ./openledger down.')
        }
      },
    })
    return EXIT.ok
  },
}

function vllmOf({ OPENLEDGER_VLLM_URL: url, OPENLEDGER_VLLM_API_KEY: apiKey }: Environment) {
  return url === undefined ? undefined : { url, ...(apiKey === undefined ? {} : { apiKey }) }
}
