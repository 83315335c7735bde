import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { openCredit } from '@openledger/sdk/index.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openAmount } from '../operations/openAmount.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['key', 'new'],
  summary: 'pay in and get an API key for any OpenAI client',
  usage: '--as ACCOUNT --deposit OPEN [--cap OPEN] [--days N]',
  options: {
    as: { type: 'string', help: 'the account that pays' },
    deposit: { type: 'string', help: 'OPEN that the channel holds' },
    cap: { type: 'string', help: 'most that the gateway’s session signer may ever take (default: the deposit)' },
    days: { type: 'string', help: 'for how long (default 30)' },
  },
  details: 'The key is shown once. The cap and the expiry on chain are the most that a dishonest gateway could take.',
  run: async ({ values, terminal, paths, json }) => {
    const days = Number(values['days'] ?? 30)
    if (typeof values['as'] !== 'string' || !Number.isInteger(days) || days < 1)
      throw new OpenLedgerError(
        cliErrors.CLI_USAGE,
        'key new takes --as ACCOUNT, --deposit OPEN, and --days a number from 1',
      )
    const deposit = openAmount(values['deposit'], '--deposit')
    const cap = values['cap'] === undefined ? deposit : openAmount(values['cap'], '--cap')
    const session = await openSession(paths)
    const payer = await session.actor(values['as'])
    const expiry = BigInt(Math.floor(Date.now() / 1000) + days * 86_400)
    const credit = await openCredit(payer.ledger, payer.wallet, { amount: deposit, cap, expiry, name: values['as'] })
    if (json) terminal.out(JSON.stringify({ ...credit, baseURL: new URL('/v1', session.gatewayUrl).href }, null, 2))
    else {
      terminal.out(`OPENAI_BASE_URL=${new URL('/v1', session.gatewayUrl).href}`)
      terminal.out(`OPENAI_API_KEY=${credit.apiKey}`)
    }
    return EXIT.ok
  },
}
