import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { addressSchema, toAddress } from '@openledger/core/primitives/address.ts'
import { type DatanetStep, setUpDatanet } from '@openledger/sdk/setUpDatanet.ts'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { chainActor } from '../operations/chainActor.ts'
import { needText, readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['datanet', 'create'],
  summary: 'create a Datanet on chain',
  usage: 'SLUG --as ACCOUNT [--title TITLE] [--text TEXT] [--rate BPS] [--terms TEXT] [--licence NAME]',
  options: {
    as: { type: 'string', help: 'account that will own it' },
    title: { type: 'string', help: 'what people call it (default: the slug)' },
    text: { type: 'string', help: 'what it is about and which records fit' },
    rate: { type: 'string', help: 'the owner’s cut of what records earn, in 1/10,000 (default 1000, at most 2000)' },
    terms: { type: 'string', help: 'terms of use; their hash goes on chain' },
    licence: { type: 'string', help: 'what contributions are under, as SPDX names it; the terms are its text' },
    treasury: {
      type: 'string',
      help: 'address that takes the data part of calls without a record (default: the owner)',
    },
    'limit-all': { type: 'string', help: 'records that one account may register in all (default 0: no limit)' },
    'limit-day': { type: 'string', help: 'records that one account may register a day (default 0: no limit)' },
  },
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [slug] = positionals
    if (slug === undefined || typeof values['as'] !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'datanet create takes a slug and --as ACCOUNT')
    const plan = readPlan(values, slug)
    const session = await openSession(paths)
    const owner = await session.actor(needText(values, 'as'))
    const done = new Map<DatanetStep, string>()
    const datanetId = await setUpDatanet(
      chainActor(owner.wallet, owner.account),
      owner.ledger,
      { ...plan, treasury: plan.treasury ?? toAddress(owner.account.address) },
      (step, state) => done.set(step, state),
    )
    const status = done.get('create') === 'already' ? 'already' : 'done'
    terminal.out(
      json
        ? JSON.stringify({ datanetId, slug, status })
        : `${datanetId} ${status === 'already' ? 'is there already' : 'created'}`,
    )
    return EXIT.ok
  },
}

/** @throws CLI_USAGE */
function readPlan(values: OptionValues, slug: string) {
  const text = (name: string, missing: string) => {
    const value = values[name]
    return typeof value === 'string' ? value : missing
  }
  const treasury =
    values['treasury'] === undefined ? undefined : addressSchema.safeParse(text('treasury', '').toLowerCase())
  if (treasury?.success === false) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--treasury takes an address')
  const inAll = readWhole(values, 'limit-all', 2 ** 32 - 1, 0)
  return {
    slug,
    title: text('title', slug),
    text: text('text', ''),
    terms: text('terms', ''),
    licence: text('licence', ''),
    rateBps: readWhole(values, 'rate', 2_000, 1_000),
    treasury: treasury?.data,
    limits: { recordsInAll: inAll, recordsADay: readWhole(values, 'limit-day', 2 ** 32 - 1, 0) },
  }
}
