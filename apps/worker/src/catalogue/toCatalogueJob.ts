import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { workerErrors } from '../errors.ts'
import type { CatalogueJob, JobDefinition } from './defineJob.ts'

/**
 * Ties a definition's schema to its handler; what each file in src/jobs/ exports as `job`.
 *
 * @param definition name, schema, timeout, retry, handler.
 * @returns the job with `run` and `parse`, which validate what they are given.
 */
export function toCatalogueJob<Schema extends z.ZodType>(definition: JobDefinition<Schema>): CatalogueJob {
  const parse = (data: unknown): z.output<Schema> => {
    const parsed = definition.schema.safeParse(data)
    if (parsed.success) return parsed.data
    throw new OpenLedgerError(
      workerErrors.WORKER_JOB_INVALID,
      `Job ${definition.name}: ${z.prettifyError(parsed.error)}`,
      { cause: parsed.error },
    )
  }
  return {
    name: definition.name,
    timeoutSeconds: definition.timeoutSeconds,
    retry: definition.retry,
    exclusive: definition.exclusive ?? false,
    parse,
    run: async (data, context) => definition.handler(parse(data), context),
  }
}
