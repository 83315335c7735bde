import type { DataStore } from '../data/dataStore.ts'
import type { Epoch } from '../epoch/epoch.ts'
import { checkRules } from './checkRules.ts'
import { checkTrees } from './checkTrees.ts'
import { loadManifest, loadPublished, type ManifestContext, type Published } from './loadPublished.ts'
import type { StepRunner } from './stepRunner.ts'

/**
 * The steps from a post to its leaves: manifest, published data, trees, rules.
 * @throws FoundDifference, and what the store throws
 */
export async function readPublished(
  runner: StepRunner,
  store: DataStore,
  epoch: Epoch,
  context: ManifestContext,
): Promise<Published> {
  const { run } = runner
  const manifest = await run('manifest', async () => [await loadManifest(store, epoch, context), 1])
  runner.manifest = manifest
  const published = await run('published data', async () => {
    const all = await loadPublished(store, manifest)
    return [all, all.blobs]
  })
  await run('trees', async () => [undefined, await checkTrees(epoch, published.leaves)])
  await run('rules', async () => [checkRules(epoch, published.rules), 1])
  return published
}
