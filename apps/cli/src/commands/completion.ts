import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { completionScript, shells } from '../completion/completionScript.ts'
import { cliErrors } from '../errors.ts'
import { loadCommands } from '../loadCommands.ts'

export const command: Command = {
  path: ['completion'],
  summary: 'a script that makes the shell complete commands and options',
  usage: 'bash|zsh|fish',
  options: {},
  details:
    'For this session: source <(./openledger completion bash), and the same in zsh;\n./openledger completion fish | source. For every session put that line into the shell’s own file.',
  run: async ({ positionals, terminal, json }) => {
    const shell = shells.find((name) => name === positionals[0])
    if (shell === undefined || positionals.length > 1)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, `completion takes one of ${shells.join(', ')}`)
    const script = completionScript(shell, await loadCommands())
    terminal.out(json ? JSON.stringify({ shell, script }) : script.trimEnd())
    return EXIT.ok
  },
}
