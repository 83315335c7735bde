import type { WorkerDeps } from '../workerDeps.ts'

/** What attributing calls works with. */
export type AttributionDeps = Pick<WorkerDeps, 'db' | 'engine' | 'trainer' | 'baseModel' | 'modelsDir' | 'logger'>
