import { createChain } from '@openledger/chain/clients/createChain.ts'
import { readRequest } from '@openledger/chain/committee/openRequests.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

/** `ICommittee.Outcome`. */
const OUTCOMES = ['open', 'lapsed', 'gone', 'no quorum', 'refused', 'unreadable', 'stands', 'moved'] as const

export const command: Command = {
  path: ['committee', 'show'],
  summary: 'where a request to a committee stands',
  usage: 'REQUEST [--rpc URL]',
  options: outsideOptions,
  details: 'Exits with 1 when the operator’s epoch became void by it: content refused or unreadable, or weight moved.',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const requestId = hex32Schema.safeParse(positionals[0])
    if (!requestId.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'committee show takes a request’s id')
    const view = await readOutsideView(values, paths)
    const chain = createChain(view)
    const request = await readRequest({ client: chain.client, addresses: view.addresses }, requestId.data)
    if (request.stage === 'none')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, `there is no request ${requestId.data}`)
    const outcome = OUTCOMES[request.outcome] ?? 'open'
    if (json) terminal.out(JSON.stringify({ ...request, outcome }, asText))
    else {
      terminal.out(`call ${request.callId} of epoch ${request.number}: ${request.stage}, ${outcome}`)
      for (const member of request.members) terminal.out(`  member ${member}`)
    }
    return ['refused', 'unreadable', 'moved'].includes(outcome) ? EXIT.failed : EXIT.ok
  },
}

const asText = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)
