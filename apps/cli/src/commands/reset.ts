import { execFile } from 'node:child_process'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { promisify } from 'node:util'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { chooseDatabase, databaseName } from '../stack/chooseDatabase.ts'
import { stopStack } from '../stack/stopStack.ts'

export const command: Command = {
  path: ['reset'],
  summary: 'stop everything and remove the state folder (asks first)',
  usage: '[--yes]',
  options: { yes: { type: 'boolean', help: 'do not ask' } },
  details:
    'Keys, chain, database and published data in the state folder are gone afterwards, and so are the node’s tables when\nthe books are in PostgreSQL.',
  run: async ({ terminal, paths, root, values, json, canAsk, signal }) => {
    const exists = await stat(paths.home).then(
      () => true,
      () => false,
    )
    if (!exists) {
      terminal.out(json ? JSON.stringify({ removed: null }) : `there is nothing at ${paths.home}`)
      return EXIT.ok
    }
    const isOurs = await Promise.all(
      [paths.config, paths.addresses, paths.run].map((path) =>
        stat(path).then(
          () => true,
          () => false,
        ),
      ),
    )
    if (!isOurs.includes(true)) {
      throw new OpenLedgerError(
        cliErrors.CLI_NOT_A_HOME,
        `${paths.home} does not look like a state folder: nothing was removed`,
      )
    }
    const server = await chooseDatabase(paths, undefined)
    const also = server === undefined ? '' : ` and the node’s tables in ${databaseName(server)}`
    if (values['yes'] !== true) {
      if (!canAsk)
        throw new OpenLedgerError(cliErrors.CLI_USAGE, 'Nobody can answer here: say --yes to remove the state folder')
      const prompt = createInterface({ input: process.stdin, output: process.stderr })
      const answer = await prompt.question(`Remove ${paths.home} with its keys, chain and data${also}? Type yes: `, {
        signal,
      })
      prompt.close()
      if (answer.trim() !== 'yes') {
        terminal.progress('left as it is')
        return EXIT.failed
      }
    }
    await stopStack(paths)
    if (server !== undefined) await emptyDatabase(join(root, 'apps', 'node', 'src', 'emptyDatabase.ts'), paths.config)
    await rm(paths.home, { recursive: true, force: true })
    terminal.out(json ? JSON.stringify({ removed: paths.home }) : `removed ${paths.home}${also}`)
    return EXIT.ok
  },
}

/** The database is the node's: the command line has it emptied. @throws CLI_RESET_FAILED */
async function emptyDatabase(program: string, config: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [program, '--config', config])
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause)
    const reason = /(?:DB_\w+|\w*Error): .*/.exec(said)?.[0] ?? said.trim()
    throw new OpenLedgerError(cliErrors.CLI_RESET_FAILED, `The tables could not be removed: ${reason}`, { cause })
  }
}
