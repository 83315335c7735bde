import { join } from 'node:path'
import type { LocalAccount } from 'viem'
import { silentLogger } from '../src/logger.ts'
import { createPublisher, type Publisher, type PublisherStep } from '../src/publisher/createPublisher.ts'
import { createFileJournal } from '../src/publisher/fileJournal.ts'
import type { TestChain } from './testChain.ts'

/** Whether a process dies at a step of a transaction. */
export type Dies = (step: PublisherStep, key: string) => boolean

/** A publisher over a journal file of the chain's folder, as a new process makes it; dies at a step if one is given. */
export async function mortalPublisher(
  { chain, folder }: Pick<TestChain, 'chain' | 'folder'>,
  account: LocalAccount,
  file: string,
  dies?: Dies,
): Promise<Publisher> {
  const publisher = createPublisher({
    journal: await createFileJournal(join(folder, file)),
    account,
    client: chain.client,
    chainId: chain.chainId,
    logger: silentLogger,
    onStep: (step, key) => {
      if (dies?.(step, key)) throw new Error('killed')
    },
  })
  await publisher.reconcile()
  return publisher
}
