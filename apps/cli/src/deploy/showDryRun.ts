import type { DeployParams } from '@openledger/chain/deploy/deployParams.ts'
import { dryRun } from '@openledger/chain/deploy/dryRun.ts'
import { formatEther, formatGwei } from 'viem'
import { table } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'

/** Tells what a deployment would create, where, and what it would cost, without sending anything. */
export async function showDryRun(
  options: { readonly rpcUrl: string; readonly chainId: number; readonly params: DeployParams },
  terminal: Terminal,
  json: boolean,
): Promise<void> {
  const dry = await dryRun(options)
  if (json) {
    terminal.out(JSON.stringify(dry, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value), 2))
    return
  }
  const rows = dry.steps.map(({ name, address, missing, gas }) => [
    name,
    address,
    missing ? 'would be created' : 'there',
    missing ? gas.toLocaleString('en') : '',
  ])
  const columns = [
    { heading: 'contract' },
    { heading: 'address' },
    { heading: '' },
    { heading: 'gas', align: 'right' },
  ] as const
  for (const line of table(columns, rows)) terminal.out(line)
  terminal.out(
    `${dry.gas.toLocaleString('en')} gas at ${formatGwei(dry.gasPrice)} gwei: ${formatEther(dry.cost)} ETH; on an L2 its data on L1 comes on top`,
  )
}
