import { createEvaluation } from '@openledger/core/api/evaluations.ts'
import { getJob } from '@openledger/core/api/jobs.ts'
import { createTrainingJob, getTrainingJob, streamTrainingEvents } from '@openledger/core/api/training.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: createTrainingJob,
    object: 'the version of the owner’s Datanet',
    ask: ({ root }) => ({ path: '/v1/training/jobs', body: { name: 'authz', versions: [root] } }),
    outcomes: { owner: 'allowed', developer: 'allowed', anyone: 'TRAINING_NOT_GRANTED' },
  },
  {
    route: getTrainingJob,
    object: 'the developer’s job',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: streamTrainingEvents,
    object: 'the developer’s job, which has ended',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}/events` }),
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
