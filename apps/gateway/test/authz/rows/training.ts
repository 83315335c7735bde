import { listBases } from '@openledger/core/api/bases.ts'
import { estimateTraining } from '@openledger/core/api/estimates.ts'
import { createEvaluation } from '@openledger/core/api/evaluations.ts'
import { getJob } from '@openledger/core/api/jobs.ts'
import {
  cancelTrainingJob,
  createTrainingJob,
  getTrainingCurves,
  getTrainingJob,
  listTrainingJobs,
  resumeTrainingJob,
  stopTrainingJob,
  streamTrainingEvents,
} from '@openledger/core/api/training.ts'
import { type AuthzRow, defineRows } from '../row.ts'

/** A training is its developer's. */
const own = { developer: 'allowed', anyone: 'AUTH_FORBIDDEN' } as const
const told: AuthzRow['sees'] = { developer: ['samplePrompt'] }

export const rows = defineRows([
  {
    route: createTrainingJob,
    object: 'the version of the owner’s Datanet',
    ask: ({ root }) => ({ path: '/v1/training/jobs', body: { name: 'authz', versions: [root] } }),
    outcomes: { owner: 'allowed', developer: 'allowed', anyone: 'TRAINING_NOT_GRANTED' },
  },
  {
    route: createTrainingJob,
    object: 'a copy of the developer’s training',
    ask: ({ root, jobId }) => ({
      path: '/v1/training/jobs',
      body: { name: 'authz', versions: [root], copyOf: jobId },
    }),
    outcomes: own,
  },
  {
    route: estimateTraining,
    object: 'the version of the owner’s Datanet',
    ask: ({ root }) => ({ path: '/v1/training/estimates', body: { name: 'authz', versions: [root] } }),
    outcomes: { owner: 'allowed', developer: 'allowed', anyone: 'nothing of its records' },
    read: (text) => (text.includes('"taken":null') ? 'nothing of its records' : 'allowed'),
  },
  {
    route: listTrainingJobs,
    object: 'trainings of one’s own',
    ask: () => ({ path: '/v1/training/jobs' }),
    outcomes: { anyone: 'allowed' },
    sees: told,
  },
  {
    route: getTrainingJob,
    object: 'the developer’s job',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}` }),
    outcomes: { anyone: 'allowed' },
    sees: told,
  },
  {
    route: streamTrainingEvents,
    object: 'the developer’s job, which has ended',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}/events` }),
    outcomes: own,
    sees: { developer: ['sampleText'] },
  },
  {
    route: getTrainingCurves,
    object: 'the developer’s job',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}/curves` }),
    outcomes: own,
    sees: { developer: ['sampleText'] },
  },
  {
    route: stopTrainingJob,
    object: 'a job of the developer that waits',
    ask: async ({ spareJob }) => ({ path: `/v1/training/jobs/${await spareJob('queued')}/stop` }),
    outcomes: own,
    sees: told,
  },
  {
    route: resumeTrainingJob,
    object: 'a job of the developer that was stopped',
    ask: async ({ spareJob }) => ({ path: `/v1/training/jobs/${await spareJob('stopped')}/resume` }),
    outcomes: own,
    sees: told,
  },
  {
    route: cancelTrainingJob,
    object: 'a job of the developer that waits',
    ask: async ({ spareJob }) => ({ path: `/v1/training/jobs/${await spareJob('queued')}/cancel` }),
    outcomes: own,
    sees: told,
  },
  {
    route: listBases,
    object: 'cards of base models',
    ask: () => ({ path: '/v1/bases' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getJob,
    object: 'the developer’s job',
    ask: ({ jobId }) => ({ path: `/v1/jobs/${jobId}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createEvaluation,
    object: 'the developer’s training, which failed',
    ask: ({ jobId }) => ({
      path: '/v1/evaluations',
      body: { modelJobId: jobId, questions: [{ prompts: ['Who?'], answer: 'They', group: 'all' }] },
    }),
    outcomes: { developer: 'EVALUATION_MODEL_NOT_READY', anyone: 'AUTH_FORBIDDEN' },
  },
])
