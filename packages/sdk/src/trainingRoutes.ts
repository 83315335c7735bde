import { listBases } from '@openledger/core/api/bases.ts'
import { estimateTraining } from '@openledger/core/api/estimates.ts'
import type { JobStatus } from '@openledger/core/api/jobs.ts'
import {
  type CreateTrainingJobRequest,
  cancelTrainingJob,
  createTrainingJob,
  getTrainingCurves,
  getTrainingJob,
  listTrainingJobs,
  resumeTrainingJob,
  stopTrainingJob,
} from '@openledger/core/api/training.ts'
import { type Caller, callRoute } from './callRoute.ts'

/** Routes of trainings as functions. */
export function trainingRoutes(caller: Caller) {
  return {
    listBases: () => callRoute(listBases, {}, caller),
    /** What a training would take and cost; starts nothing. */
    estimateTraining: (body: CreateTrainingJobRequest) => callRoute(estimateTraining, { body }, caller),
    createTrainingJob: (body: CreateTrainingJobRequest) => callRoute(createTrainingJob, { body }, caller),
    getTrainingJob: (id: string) => callRoute(getTrainingJob, { params: { id } }, caller),
    /** Own ones, newest first. */
    listTrainingJobs: (query: { readonly status?: JobStatus; readonly limit?: number; readonly after?: string } = {}) =>
      callRoute(listTrainingJobs, { query }, caller),
    getTrainingCurves: (id: string, points?: number) =>
      callRoute(getTrainingCurves, { params: { id }, query: { points } }, caller),
    stopTrainingJob: (id: string) => callRoute(stopTrainingJob, { params: { id } }, caller),
    resumeTrainingJob: (id: string) => callRoute(resumeTrainingJob, { params: { id } }, caller),
    cancelTrainingJob: (id: string) => callRoute(cancelTrainingJob, { params: { id } }, caller),
  }
}
