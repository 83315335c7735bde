import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['key', 'revoke'],
  summary: 'end an API key: from now on it is refused, calls that are open go on',
  usage: 'KEY-ID --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that pays' } },
  details: 'The ids are those that `openledger key list` shows.',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [keyId] = positionals
    const as = needText(values, 'as')
    if (keyId === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'key revoke takes the id of a key')
    const { ledger } = await (await openSession(paths)).actor(as)
    const revoked = await ledger.deleteKey(keyId)
    terminal.out(json ? JSON.stringify(revoked) : `revoked ${keyId}`)
    return EXIT.ok
  },
}
