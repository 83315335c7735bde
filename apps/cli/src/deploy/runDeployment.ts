import { approveCode } from '@openledger/chain/deploy/approveCode.ts'
import { openDeploySender } from '@openledger/chain/deploy/createDeploySender.ts'
import { deployClients } from '@openledger/chain/deploy/deployChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import type { DeployParams } from '@openledger/chain/deploy/deployParams.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import type { LocalAccount } from 'viem'
import type { Deployment } from './deploymentFile.ts'

/**
 * Creates what is missing of a deployment. Every transaction is kept before it is sent: a killed one goes on.
 * @param options.out addresses file; its journal lies beside it
 * @param options.report a line of what happens
 * @throws CHAIN_*
 */
export async function runDeployment(options: {
  readonly rpcUrl: string
  readonly chainId: number
  readonly params: DeployParams
  readonly account: LocalAccount
  readonly out: string
  readonly report: (line: string) => void
}): Promise<Deployment> {
  const { rpcUrl, chainId, params, account, out, report } = options
  const clients = deployClients(rpcUrl, chainId, account)
  const { publicClient } = clients
  const addresses = await deployContracts({
    ...clients,
    params,
    send: openDeploySender(`${out}.journal.json`, { account, client: publicClient, chainId }),
    onStep: ({ name, address, created }) => report(`${created ? 'created' : 'there  '} ${name} at ${address}`),
  })
  const codeHash = RULES_CODE_HASH
  if (params.owner === toAddress(account.address)) {
    const done = await approveCode({ ...clients, settlement: addresses.settlement, codeHash })
    report(`${done ? 'approved' : 'there  '} the rules’ code ${codeHash}`)
  } else report(`the owner ${params.owner} has to approve the rules’ code: setApprovedCode(${codeHash}, true)`)
  return { chainId, params, addresses }
}
