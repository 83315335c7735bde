import { createFile, deleteFile, getFile, getFileContent, listFiles } from '@openledger/core/api/files.ts'
import {
  cancelFineTuningJob,
  createFineTuningJob,
  getFineTuningJob,
  listFineTuningCheckpoints,
  listFineTuningEvents,
  listFineTuningJobs,
  pauseFineTuningJob,
  resumeFineTuningJob,
} from '@openledger/core/api/fineTuning.ts'
import { fineTuningId } from '../../../src/fineTuning/toFineTuningJob.ts'
import { type AuthzRow, defineRows } from '../row.ts'
import type { AuthzWorld } from '../world.ts'

/** A file, and a training, are their account's; of a file others are not even told that it is there. */
const ownFile = { developer: 'allowed', anyone: 'FILE_NOT_FOUND' } as const
const ownJob = { developer: 'allowed', anyone: 'AUTH_FORBIDDEN' } as const
/** A version is a file for who may train on it: its Datanet's owner, and whose grant holds. */
const trainers = { owner: 'allowed', developer: 'allowed', anyone: 'FILE_NOT_FOUND' } as const
const jobPath = ({ jobId }: AuthzWorld, rest = '') => ({ path: `/v1/fine_tuning/jobs/${fineTuningId(jobId)}${rest}` })
const versionPath = ({ root }: AuthzWorld, rest = '') => ({ path: `/v1/files/file-${root.slice(2)}${rest}` })
const spare =
  (status: 'queued' | 'stopped', word: string): AuthzRow['ask'] =>
  async ({ spareJob }) => ({ path: `/v1/fine_tuning/jobs/${fineTuningId(await spareJob(status))}/${word}` })

export const rows = defineRows([
  {
    route: createFile,
    object: 'no form',
    ask: () => ({ path: '/v1/files', body: '' }),
    outcomes: { anyone: 'FILE_FORM_INVALID' },
  },
  {
    route: listFiles,
    object: 'files of one’s own',
    ask: () => ({ path: '/v1/files' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getFile,
    object: 'the developer’s file',
    ask: ({ fileId }) => ({ path: `/v1/files/${fileId}` }),
    outcomes: ownFile,
  },
  {
    route: getFile,
    object: 'the private Datanet’s version',
    ask: (world) => versionPath(world),
    outcomes: trainers,
  },
  {
    route: getFileContent,
    object: 'the developer’s file',
    ask: ({ fileId }) => ({ path: `/v1/files/${fileId}/content` }),
    outcomes: ownFile,
    sees: { developer: ['fileWords'] },
  },
  {
    route: getFileContent,
    object: 'the private Datanet’s version',
    ask: (world) => versionPath(world, '/content'),
    outcomes: trainers,
    sees: { owner: ['content', 'personal'], developer: ['content', 'personal'] },
  },
  {
    route: deleteFile,
    object: 'a file of the developer',
    ask: async ({ spareFile }) => ({ path: `/v1/files/${await spareFile()}` }),
    outcomes: ownFile,
  },
  {
    route: deleteFile,
    object: 'the private Datanet’s version',
    ask: (world) => versionPath(world),
    outcomes: { owner: 'FILE_IS_A_VERSION', developer: 'FILE_IS_A_VERSION', anyone: 'FILE_NOT_FOUND' },
  },
  {
    route: createFineTuningJob,
    object: 'the private Datanet’s version',
    ask: ({ root, stack }) => ({
      path: '/v1/fine_tuning/jobs',
      body: { model: stack.deps.models.base.id, training_file: `file-${root.slice(2)}` },
    }),
    outcomes: { owner: 'allowed', developer: 'allowed', anyone: 'TRAINING_NOT_GRANTED' },
  },
  {
    route: createFineTuningJob,
    object: 'the developer’s file, which names no record',
    ask: ({ fileId, stack }) => ({
      path: '/v1/fine_tuning/jobs',
      body: { model: stack.deps.models.base.id, training_file: fileId },
    }),
    outcomes: { developer: 'FILE_EXAMPLE_UNKNOWN', anyone: 'FILE_NOT_FOUND' },
  },
  {
    route: listFineTuningJobs,
    object: 'trainings of one’s own',
    ask: () => ({ path: '/v1/fine_tuning/jobs' }),
    outcomes: { anyone: 'allowed' },
  },
  { route: getFineTuningJob, object: 'the developer’s job', ask: (world) => jobPath(world), outcomes: ownJob },
  {
    route: listFineTuningEvents,
    object: 'the developer’s job',
    ask: (world) => jobPath(world, '/events'),
    outcomes: ownJob,
    sees: { developer: ['sampleText'] },
  },
  {
    route: listFineTuningCheckpoints,
    object: 'the developer’s job',
    ask: (world) => jobPath(world, '/checkpoints'),
    outcomes: ownJob,
  },
  { route: pauseFineTuningJob, object: 'a job that waits', ask: spare('queued', 'pause'), outcomes: ownJob },
  { route: resumeFineTuningJob, object: 'a job that was paused', ask: spare('stopped', 'resume'), outcomes: ownJob },
  { route: cancelFineTuningJob, object: 'a job that waits', ask: spare('queued', 'cancel'), outcomes: ownJob },
])
