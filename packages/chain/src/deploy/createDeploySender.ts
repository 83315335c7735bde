import type { LocalAccount, PublicClient } from 'viem'
import { silentLogger } from '../logger.ts'
import { createPublisher } from '../publisher/createPublisher.ts'
import { createFileJournal } from '../publisher/fileJournal.ts'
import type { DeployStep } from './deployPlan.ts'

/** How long a creation may wait for its block, in ms: chains are slow and fees are raised meanwhile. */
const RECEIPT_TIMEOUT_MS = 600_000

/**
 * Sends the steps of a deployment through a publisher with a journal in a file: a process that was killed finds what it
 * had sent. A step that failed in a block gets a key of its own when it is tried again.
 * @param journalFile made by the first step that is sent
 */
export function openDeploySender(
  journalFile: string,
  options: { readonly account: LocalAccount; readonly client: PublicClient; readonly chainId: number },
): (step: DeployStep) => Promise<unknown> {
  let opened: ReturnType<typeof open> | undefined
  async function open() {
    const journal = await createFileJournal(journalFile)
    const waits = { receiptTimeout_ms: RECEIPT_TIMEOUT_MS, pollInterval_ms: 100 }
    const publisher = createPublisher({ journal, logger: silentLogger, ...options, ...waits })
    await publisher.reconcile()
    return { journal, publisher }
  }
  return async ({ address, to, data }) => {
    opened ??= open()
    const { journal, publisher } = await opened
    for (let attempt = 1; ; attempt++) {
      const key = `deploy:${address}:${attempt}`
      if ((await journal.get(key))?.status !== 'failed') return publisher.send({ key, to, data })
    }
  }
}
