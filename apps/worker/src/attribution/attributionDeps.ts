import type { WorkerDeps } from '../workerDeps.ts'

/** What attributing calls works with. */
export type AttributionDeps = Pick<
  WorkerDeps,
  'db' | 'contents' | 'engine' | 'trainer' | 'baseModel' | 'modelsDir' | 'logger'
>
