import { type Command, EXIT } from '../command.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { table } from '../output/table.ts'

export const command: Command = {
  path: ['key', 'list'],
  summary: 'an account’s API keys: what each may do, and what was spent with it',
  usage: '--as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that pays' } },
  details: 'The keys themselves are not shown: nobody keeps them.',
  run: async ({ values, terminal, paths, json }) => {
    const as = needText(values, 'as')
    const { ledger } = await (await openSession(paths)).actor(as)
    const { data } = await ledger.listKeys()
    if (json) {
      terminal.out(JSON.stringify(data, null, 2))
      return EXIT.ok
    }
    const columns = [
      { heading: 'key' },
      { heading: 'name' },
      { heading: 'spent', align: 'right' as const },
      { heading: 'budget', align: 'right' as const },
      { heading: 'limits' },
      { heading: 'state' },
    ]
    const now_s = Date.now() / 1000
    const rows = data.map(({ keyId, name, limits, spent, revokedAt }) => {
      const { budget, models, requestsPerMinute, tokensPerMinute, expiresAt } = limits
      const held = [
        ...(models === null ? [] : [`${models.length} ${models.length === 1 ? 'model' : 'models'}`]),
        ...(requestsPerMinute === null ? [] : [`${requestsPerMinute} calls/min`]),
        ...(tokensPerMinute === null ? [] : [`${tokensPerMinute} tokens/min`]),
        ...(expiresAt === null ? [] : [`until ${new Date(expiresAt * 1000).toISOString().slice(0, 10)}`]),
      ]
      const state = revokedAt !== null ? 'revoked' : expiresAt !== null && expiresAt <= now_s ? 'ended' : 'works'
      const amounts = [formatOpen(BigInt(spent)), budget === null ? '' : formatOpen(BigInt(budget))]
      return [keyId, name, ...amounts, held.join(', '), state]
    })
    for (const line of table(columns, rows)) terminal.out(line)
    return EXIT.ok
  },
}
