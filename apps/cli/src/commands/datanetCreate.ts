import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['datanet', 'create'],
  summary: 'create a Datanet on chain',
  usage: 'SLUG --as ACCOUNT [--rate BPS] [--terms TEXT]',
  options: {
    as: { type: 'string', help: 'account that will own it' },
    rate: { type: 'string', help: 'the owner’s cut of what records earn, in 1/10,000 (default 1000, at most 2000)' },
    terms: { type: 'string', help: 'terms of use; their hash goes on chain' },
  },
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [slug] = positionals
    const rateBps = Number(values['rate'] ?? 1000)
    if (slug === undefined || typeof values['as'] !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'datanet create takes a slug and --as ACCOUNT')
    if (!Number.isInteger(rateBps) || rateBps < 0 || rateBps > 2000)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, '--rate takes 0 to 2000')
    const session = await openSession(paths)
    const owner = await session.actor(values['as'])
    const terms = typeof values['terms'] === 'string' ? values['terms'] : ''
    const { datanetId, status } = await createDatanet(owner.wallet, {
      slug,
      treasury: toAddress(owner.account.address),
      rateBps,
      termsHash: hashText(terms),
      metadataHash: hashText(slug),
    })
    terminal.out(
      json
        ? JSON.stringify({ datanetId, slug, status })
        : `${datanetId} ${status === 'already' ? 'is there already' : 'created'}`,
    )
    return EXIT.ok
  },
}
