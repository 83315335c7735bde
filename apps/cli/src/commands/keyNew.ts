import { keyScopeSchema } from '@openledger/core/api/keys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { openCredit } from '@openledger/sdk/index.ts'
import { z } from 'zod'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openAmount } from '../operations/openAmount.ts'
import { needText, readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['key', 'new'],
  summary: 'pay in and get an API key for any OpenAI client',
  usage: '--as ACCOUNT --deposit OPEN [--cap OPEN] [--days N] [limits of the key]',
  options: {
    as: { type: 'string', help: 'the account that pays' },
    deposit: { type: 'string', help: 'OPEN that the channel holds' },
    cap: { type: 'string', help: 'most that the gateway’s session signer may ever take (default: the deposit)' },
    days: { type: 'string', help: 'for how long (default 30)' },
    name: { type: 'string', help: 'what the key is for (default: the account’s name)' },
    budget: { type: 'string', help: 'OPEN that all calls of this key together may cost' },
    models: { type: 'string', help: 'the models that it may call, by name, with commas between' },
    'requests-per-minute': { type: 'string', help: 'calls in any 60 seconds' },
    'tokens-per-minute': { type: 'string', help: 'tokens in any 60 seconds, input and output' },
    scopes: {
      type: 'string',
      help: 'call, train (trainings and their files in the account’s name), or both (default: call)',
    },
    'key-days': { type: 'string', help: 'after so many days the key ends (default: with the channel’s signer)' },
  },
  details:
    'The key is shown once. The cap and the expiry on chain are the most that a dishonest gateway could take; the limits of the key are kept by the gateway, for whoever holds the key. Run again with the same deposit it makes another key for the same channel.',
  run: async ({ values, terminal, paths, json }) => {
    const as = needText(values, 'as')
    const days = readWhole(values, 'days', 36_500, 30)
    if (days === 0) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--days takes a whole number from 1')
    const deposit = openAmount(values['deposit'], '--deposit')
    const cap = values['cap'] === undefined ? deposit : openAmount(values['cap'], '--cap')
    const limits = readLimits(values)
    const name = typeof values['name'] === 'string' ? values['name'] : as
    const session = await openSession(paths)
    const payer = await session.actor(as)
    const expiry = BigInt(Math.floor(Date.now() / 1000) + days * 86_400)
    const credit = await openCredit(payer.ledger, payer.wallet, { amount: deposit, cap, expiry, name, limits })
    if (json) terminal.out(JSON.stringify({ ...credit, baseURL: new URL('/v1', session.gatewayUrl).href }, null, 2))
    else {
      terminal.out(`OPENAI_BASE_URL=${new URL('/v1', session.gatewayUrl).href}`)
      terminal.out(`OPENAI_API_KEY=${credit.apiKey}`)
    }
    return EXIT.ok
  },
}

function readLimits(values: OptionValues) {
  const { budget, models, scopes } = values
  const whole = (name: string) => (values[name] === undefined ? undefined : readWhole(values, name, 1_000_000_000))
  const requestsPerMinute = whole('requests-per-minute')
  const tokensPerMinute = whole('tokens-per-minute')
  const keyDays = whole('key-days')
  return {
    ...(budget === undefined ? {} : { budget: openAmount(budget, '--budget').toString() }),
    ...(typeof models === 'string' ? { models: models.split(',').map((model) => model.trim()) } : {}),
    ...(typeof scopes === 'string' ? { scopes: readScopes(scopes) } : {}),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
    ...(keyDays === undefined ? {} : { expiresAt: Math.floor(Date.now() / 1000) + keyDays * 86_400 }),
  }
}

function readScopes(text: string) {
  const scopes = z.array(keyScopeSchema).safeParse(text.split(','))
  if (!scopes.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--scopes takes call, train or call,train')
  return scopes.data
}
