import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Epoch } from '@openledger/core/api/epochs.ts'
import { z } from 'zod'
import type { HomePaths } from '../home/homePaths.ts'
import type { Session } from '../operations/session.ts'
import type { DemoDocument } from './demoDocument.ts'

/** Everyone who has something to claim from the last final epoch claims it; the operator relays, the contract pays the account itself. */
export async function claimAll(
  session: Session,
  accounts: ReadonlyMap<string, string>,
): Promise<DemoDocument['claims']> {
  const claims: DemoDocument['claims'][number][] = []
  for (const [account, address] of accounts) {
    const { amount, transactionHash } = await session.ledger.createClaim(address)
    claims.push({ account, address, amount: String(amount), transactionHash })
  }
  return claims
}

const verifySchema = z.object({ ok: z.boolean(), steps: z.array(z.object({ checked: z.number() })) })

/**
 * Verifies an epoch as a stranger would: another process, given an RPC, addresses and the published data's folder, and
 * nothing else of the state folder.
 */
export async function verifyInOwnProcess(options: {
  readonly session: Session
  readonly paths: HomePaths
  readonly root: string
  readonly epoch: Epoch
}): Promise<DemoDocument['verification']> {
  const { session, paths, root, epoch } = options
  const { info } = session.ledger
  const args = [
    ...['verify', String(epoch.number), '--json', '--rpc', session.rpcUrl, '--chain', String(info.chainId)],
    ...['--addresses', paths.addresses, '--operator', info.operator, '--data', paths.data],
    ...['--home', join(paths.demo, 'a-stranger-has-no-home')],
  ]
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'apps', 'cli', 'src', 'main.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const result = verifySchema.parse(JSON.parse(Buffer.concat(parts).toString()))
  return {
    ok: code === 0 && result.ok,
    seconds: (performance.now() - started) / 1000,
    steps: result.steps.reduce((sum, step) => sum + step.checked, 0),
    command: `./openledger verify ${epoch.number}`,
  }
}
