import type { Datanet } from '@openledger/core/api/datanets.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { cliErrors } from '../errors.ts'

/**
 * A Datanet by its id or its name; of several with one name the oldest is not simply taken.
 *
 * @throws CLI_USAGE when there is none or more than one of that name; the gateway's errors
 */
export async function findDatanet(ledger: OpenLedger, named: string | undefined): Promise<Datanet> {
  const id = hex32Schema.safeParse(named)
  if (id.success) return ledger.getDatanet(id.data)
  const { data } = await ledger.listDatanets()
  const [found, ...others] = data.filter(({ slug }) => slug === named)
  if (found !== undefined && others.length === 0) return found
  const many = `${others.length + 1} Datanets are called ${named}: give the id of one`
  throw new OpenLedgerError(
    cliErrors.CLI_USAGE,
    found === undefined ? `There is no Datanet ${named ?? ''}: ./openledger datanet list names them` : many,
  )
}
