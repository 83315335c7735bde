import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { ensureSealKey, validatorFolder } from '../committee/sealKeyFile.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { writeJsonFile } from '../home/jsonFile.ts'
import { readModelFiles } from '../stack/modelFiles.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

/** Validators serve every operator: none is named. */
const anyOperator = '0x0000000000000000000000000000000000000000'
const { operator: _, ...sourceOptions } = outsideOptions

export const command: Command = {
  path: ['validate'],
  summary: 'serve on committees: execute attributions again, commit and reveal',
  usage: '--as ACCOUNT [--once] [--interval S] [--models DIR] [--rpc URL] [--data DIR|URL]',
  options: {
    ...sourceOptions,
    as: { type: 'string', help: 'the validator’s account' },
    once: { type: 'boolean', help: 'look once at every open request, then end' },
    interval: { type: 'string', help: 'seconds between two looks (default: 5)' },
    models: {
      type: 'string',
      help: 'folder of the models’ adapters and indexes (default: models/ of the state folder)',
    },
  },
  details: `A process with an engine and a trainer of its own. One line of JSON for each step: drawn, committed, revealed,
ended. Killed anywhere, it goes on at its next start with the weights that it had committed to.`,
  run: async ({ values, paths, root, signal }) => {
    const name = values['as']
    const interval_s = Number(values['interval'] ?? 5)
    if (typeof name !== 'string' || !(interval_s >= 0.1))
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'validate takes --as ACCOUNT, and --interval seconds from 0.1')
    const view = await readOutsideView({ ...values, operator: anyOperator }, paths)
    await loadAccount(paths.accounts, name)
    const folder = validatorFolder(paths.home, name)
    const { file: sealKeyFile } = await ensureSealKey(folder)
    const { base } = await readModelFiles(root)
    const config = join(folder, 'config.json')
    await writeJsonFile(config, {
      folder,
      rpcUrl: view.rpcUrl,
      chainId: view.chainId,
      addresses: view.addresses,
      keyFile: join(paths.accounts, `${name}.json`),
      sealKeyFile,
      data: view.data,
      modelsDir: typeof values['models'] === 'string' ? values['models'] : paths.jobs,
      baseModel: base,
      python: join(root, '.venv', 'bin', 'python'),
      trainerFolder: join(root, 'trainer'),
      once: values['once'] === true,
      interval_ms: Math.round(interval_s * 1000),
    })
    const script = join(root, 'apps', 'node', 'src', 'validate.ts')
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--config', config], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    const [code] = (await once(child, 'close')) as [number | null]
    return code === 0 ? EXIT.ok : EXIT.failed
  },
}
