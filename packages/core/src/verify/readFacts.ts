import type { EpochFacts } from '../epoch/epochFacts.ts'
import type { ChainReader } from './chainReader.ts'
import { checkLogs } from './checkLogs.ts'
import { loadDatanets, loadVersions } from './loadChainFacts.ts'
import type { Published } from './loadPublished.ts'
import type { StepRunner } from './stepRunner.ts'

/**
 * The steps that set what was published of versions and trainings against the chain: versions, Datanets, training logs.
 * @param block of the epoch's post
 * @throws FoundDifference, and what the chain throws
 */
export async function readFacts(
  { run }: StepRunner,
  chain: ChainReader,
  published: Published,
  models: EpochFacts['models'],
  block: bigint,
): Promise<Pick<EpochFacts, 'versions' | 'datanets' | 'trained'>> {
  const versions = await run('versions', async () => {
    const all = await loadVersions(chain, published, models, block)
    return [all, all.size]
  })
  const datanets = await run('Datanets', async () => {
    const all = await loadDatanets(chain, versions, block)
    return [all, all.size]
  })
  const trained = await run('training logs', async () => {
    const all = checkLogs(published, models, versions)
    return [all, all.size]
  })
  return { versions, datanets, trained }
}
