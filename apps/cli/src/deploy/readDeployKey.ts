import { assertPrivate } from '@openledger/chain/deploy/deployChain.ts'
import { readKeystore } from '@openledger/chain/deploy/readKeystore.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex, LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { CommandContext } from '../command.ts'
import { cliErrors } from '../errors.ts'

/**
 * The account that deploys: of a keystore, or of OPENLEDGER_DEPLOY_KEY. No message holds anything of a key.
 * @throws CLI_USAGE when neither is given; CHAIN_KEYSTORE_INVALID; CHAIN_PUBLIC_KEY off the development chain
 */
export async function readDeployKey(
  { values, env }: Pick<CommandContext, 'values' | 'env'>,
  chainId: number,
): Promise<LocalAccount> {
  const account = privateKeyToAccount(await readKey(values['keystore'], env))
  assertPrivate(account, chainId)
  return account
}

async function readKey(keystore: string | boolean | undefined, env: CommandContext['env']): Promise<Hex> {
  if (typeof keystore === 'string') {
    const password = env.OPENLEDGER_KEYSTORE_PASSWORD
    if (password !== undefined) return readKeystore(keystore, password)
    throw new OpenLedgerError(cliErrors.CLI_USAGE, 'The keystore’s password is taken from OPENLEDGER_KEYSTORE_PASSWORD')
  }
  if (env.OPENLEDGER_DEPLOY_KEY !== undefined) return env.OPENLEDGER_DEPLOY_KEY.toLowerCase() as Hex
  throw new OpenLedgerError(cliErrors.CLI_USAGE, 'deploy takes its key from OPENLEDGER_DEPLOY_KEY or --keystore FILE')
}
