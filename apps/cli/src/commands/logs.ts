import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'

export const command: Command = {
  path: ['logs'],
  summary: 'the last lines of the logs',
  usage: '[chain|node|supervisor] [--lines N]',
  options: { lines: { type: 'string', help: 'how many lines of each (default 40)' } },
  run: async ({ terminal, paths, positionals, values, json }) => {
    const lines = Number(values['lines'] ?? 40)
    if (!Number.isInteger(lines) || lines < 1)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, '--lines takes a number from 1')
    const present = await readdir(paths.logs).catch(() => [])
    const names = present
      .filter((file) => file.endsWith('.log'))
      .map((file) => file.slice(0, -4))
      .toSorted()
    const chosen = positionals.length === 0 ? names : positionals
    const unknown = chosen.find((name) => !names.includes(name))
    if (unknown !== undefined) {
      throw new OpenLedgerError(
        cliErrors.CLI_USAGE,
        `There is no log '${unknown}' in ${paths.logs} (there: ${names.join(', ') || 'none'})`,
      )
    }
    const tails = await Promise.all(
      chosen.map(async (name) => ({
        name,
        lines: (await readFile(join(paths.logs, `${name}.log`), 'utf8')).trimEnd().split('\n').slice(-lines),
      })),
    )
    if (json) terminal.out(JSON.stringify(tails, null, 2))
    else {
      for (const tail of tails) {
        terminal.out(terminal.style('bold', `── ${tail.name} (${join(paths.logs, `${tail.name}.log`)})`))
        for (const line of tail.lines) terminal.out(line)
      }
    }
    return EXIT.ok
  },
}
