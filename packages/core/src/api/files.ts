import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, numberParam, timeSchema } from './primitives.ts'

/** Greatest file in bytes, and most of its lines. */
export const FILE_BYTES_MAX = 16 * 1024 * 1024
export const FILE_LINES_MAX = 50_000

/** `file-` and 32 hex digits for what was uploaded, 64 for a granted version: its root. */
export const fileIdSchema = z
  .string()
  .regex(/^file-([0-9a-f]{32}|[0-9a-f]{64})$/, 'must be an id that GET /v1/files lists')

/** One line of a training file: a question and its answer. */
export const fileExampleSchema = z.strictObject({
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) }))
    .min(1),
})

/** OpenAI's file. */
export const fileSchema = z.object({
  id: fileIdSchema,
  object: z.literal('file'),
  bytes: countSchema,
  created_at: timeSchema,
  filename: z.string(),
  purpose: z.literal('fine-tune'),
  status: z.literal('processed'),
})

export const fileListSchema = z.object({
  object: z.literal('list'),
  data: z.array(fileSchema),
  first_id: fileIdSchema.nullable(),
  last_id: fileIdSchema.nullable(),
  has_more: z.boolean(),
})

const params = z.object({ id: fileIdSchema })

export const createFile = defineApiRoute({
  method: 'post',
  path: '/v1/files',
  auth: 'keyOrAccount',
  summary: 'Takes a training file: JSONL of {"messages": […]}, which names records by what they say',
  status: 200,
  bodyText: 'multipart/form-data',
  form: z.object({ file: z.string().meta({ format: 'binary' }), purpose: z.literal('fine-tune') }),
  response: fileSchema,
})

export const listFiles = defineApiRoute({
  method: 'get',
  path: '/v1/files',
  auth: 'keyOrAccount',
  summary: "The account's training files, and the versions that it was granted as files",
  status: 200,
  query: z.object({
    after: fileIdSchema.optional(),
    limit: numberParam({ min: 1, max: 10_000 }).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    purpose: z.string().max(64).optional(),
  }),
  response: fileListSchema,
})

export const getFile = defineApiRoute({
  method: 'get',
  path: '/v1/files/{id}',
  auth: 'keyOrAccount',
  summary: 'One training file',
  status: 200,
  params,
  response: fileSchema,
})

export const getFileContent = defineApiRoute({
  method: 'get',
  path: '/v1/files/{id}/content',
  auth: 'keyOrAccount',
  summary: 'What a training file holds, as JSONL',
  status: 200,
  params,
})

export const deleteFile = defineApiRoute({
  method: 'delete',
  path: '/v1/files/{id}',
  auth: 'keyOrAccount',
  summary: 'Removes an uploaded training file; trainings that began with it go on',
  status: 200,
  params,
  response: z.object({ id: fileIdSchema, object: z.literal('file'), deleted: z.literal(true) }),
})

export type TrainingFile = z.infer<typeof fileSchema>
export type FileExample = z.infer<typeof fileExampleSchema>
