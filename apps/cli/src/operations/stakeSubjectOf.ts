import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { stakeSubject } from '@openledger/core/ids/stakePoolAddress.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { cliErrors } from '../errors.ts'
import { listAccounts, loadAccount } from '../home/accounts.ts'
import type { HomePaths } from '../home/homePaths.ts'
import type { Session } from './session.ts'

/**
 * Whose pool is meant: a model by name or id, an account by name or address, or `operator`, who runs this gateway.
 * @throws CLI_USAGE when it is none of these
 */
export async function stakeSubjectOf(session: Session, paths: HomePaths, text: string): Promise<Hex32> {
  if (hex32Schema.safeParse(text).success) return hex32Schema.parse(text)
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return stakeSubject(toAddress(text))
  if (text === 'operator') return stakeSubject(toAddress(session.ledger.info.operator))
  if ((await listAccounts(paths.accounts)).includes(text)) {
    return stakeSubject(toAddress((await loadAccount(paths.accounts, text)).account.address))
  }
  const { data } = await session.ledger.listModels()
  const model = data.find(({ id }) => id === text)
  if (model !== undefined) return model.openledger.modelId
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `'${text}' is no model, account or address`)
}
