import {
  createJudgement,
  getEvaluation,
  getEvaluationRegression,
  listEvaluationAnswers,
  listEvaluationPairs,
  listEvaluations,
  listJudging,
  putEvaluationJudges,
} from '@openledger/core/api/evaluations.ts'
import { getModelCard } from '@openledger/core/api/modelCard.ts'
import {
  createModelExport,
  exportModel,
  getPublication,
  getPublishingTerms,
  putPublication,
} from '@openledger/core/api/publishing.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { BASE_MODEL } from '../../stack.ts'
import { defineRows } from '../row.ts'

/** Whom the developer asked to judge: pairs, and nothing else of it. */
const judged = { developer: 'allowed', reviewer: 'allowed', anyone: 'EVALUATION_NOT_FOUND' } as const
const own = { developer: 'allowed', anyone: 'EVALUATION_NOT_FOUND' } as const
let place = 0

export const rows = defineRows([
  {
    route: listEvaluations,
    object: 'evaluations of the developer’s training',
    ask: ({ jobId }) => ({ path: `/v1/evaluations?job=${jobId}` }),
    outcomes: { developer: 'allowed', anyone: 'none' },
    sees: { developer: ['reviewer'] },
    read: (text) => (text === '{"data":[]}' ? 'none' : 'allowed'),
  },
  {
    route: getEvaluation,
    object: 'the developer’s evaluation',
    ask: ({ evaluationId }) => ({ path: `/v1/evaluations/${evaluationId}` }),
    outcomes: own,
    // Whom the developer asked.
    sees: { developer: ['reviewer'] },
  },
  {
    route: listEvaluationAnswers,
    object: 'the developer’s evaluation',
    ask: ({ evaluationId }) => ({ path: `/v1/evaluations/${evaluationId}/answers` }),
    outcomes: own,
    sees: { developer: ['evaluated'] },
  },
  {
    route: listEvaluationPairs,
    object: 'the developer’s evaluation',
    ask: ({ evaluationId }) => ({ path: `/v1/evaluations/${evaluationId}/pairs` }),
    outcomes: judged,
    sees: { developer: ['evaluated'], reviewer: ['evaluated'] },
  },
  {
    route: getEvaluationRegression,
    object: 'the developer’s evaluation',
    ask: ({ evaluationId }) => ({ path: `/v1/evaluations/${evaluationId}/regression?against=${evaluationId}` }),
    outcomes: own,
  },
  {
    route: createJudgement,
    object: 'a pair of the developer’s evaluation',
    ask: ({ evaluationId }) => ({
      path: `/v1/evaluations/${evaluationId}/judgements`,
      body: { place: place++, verdict: 'a' },
    }),
    outcomes: judged,
  },
  {
    route: putEvaluationJudges,
    object: 'the developer’s evaluation',
    ask: ({ evaluationId, account }) => ({
      path: `/v1/evaluations/${evaluationId}/judges`,
      body: { judges: [toAddress(account('reviewer').address)] },
    }),
    outcomes: own,
    sees: { developer: ['reviewer'] },
  },
  {
    route: listJudging,
    object: 'where the caller was asked to judge',
    ask: () => ({ path: '/v1/judging' }),
    outcomes: { reviewer: 'allowed', anyone: 'none' },
    read: (text) => (text === '{"data":[]}' ? 'none' : 'allowed'),
  },
  {
    route: getPublication,
    object: 'the developer’s training, of which nothing was said',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}/publication` }),
    outcomes: { developer: 'PUBLICATION_NOT_FOUND', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: putPublication,
    object: 'the developer’s training',
    ask: ({ jobId }) => ({
      path: `/v1/training/jobs/${jobId}/publication`,
      body: { licence: 'MIT', evaluationId: null },
    }),
    outcomes: { developer: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: exportModel,
    object: 'the developer’s training, which failed',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}/export?format=adapter` }),
    outcomes: { developer: 'EXPORT_NOT_READY', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: createModelExport,
    object: 'the developer’s training, which failed',
    ask: ({ jobId }) => ({ path: `/v1/training/jobs/${jobId}/exports`, body: { format: 'gguf' } }),
    outcomes: { developer: 'EXPORT_NOT_READY', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: getPublishingTerms,
    object: 'what the version of the private Datanet asks of the caller',
    ask: ({ root }) => ({ path: `/v1/publishing/terms?versions=${root}` }),
    outcomes: { owner: 'owner', developer: 'grant', anyone: 'none' },
    read: (text) => /"by":"(\w+)"/.exec(text)?.[1] ?? 'unread',
  },
  {
    route: getModelCard,
    object: 'the base model',
    ask: () => ({ path: `/v1/models/${BASE_MODEL}/card` }),
    outcomes: { anyone: 'allowed' },
  },
])
