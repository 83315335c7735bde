import { rm, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { stopStack } from '../stack/stopStack.ts'

export const command: Command = {
  path: ['reset'],
  summary: 'stop everything and remove the state folder (asks first)',
  usage: '[--yes]',
  options: { yes: { type: 'boolean', help: 'do not ask' } },
  details: 'Keys, chain, database and published data in the state folder are gone afterwards.',
  run: async ({ terminal, paths, values, json, signal }) => {
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
    if (values['yes'] !== true) {
      if (process.stdin.isTTY !== true)
        throw new OpenLedgerError(cliErrors.CLI_USAGE, 'Nobody can answer here: say --yes to remove the state folder')
      const prompt = createInterface({ input: process.stdin, output: process.stderr })
      const answer = await prompt.question(`Remove ${paths.home} with its keys, chain and data? Type yes: `, { signal })
      prompt.close()
      if (answer.trim() !== 'yes') {
        terminal.progress('left as it is')
        return EXIT.failed
      }
    }
    await stopStack(paths)
    await rm(paths.home, { recursive: true, force: true })
    terminal.out(json ? JSON.stringify({ removed: paths.home }) : `removed ${paths.home}`)
    return EXIT.ok
  },
}
