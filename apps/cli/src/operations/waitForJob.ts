import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenLedger } from '@openledger/sdk/index.ts'
import { cliErrors } from '../errors.ts'
import { waitFor } from '../stack/waitFor.ts'

/**
 * Waits until a job has ended well.
 * @throws CLI_JOB_FAILED with the job's own error; CLI_TIMEOUT
 */
export async function waitForJob(
  ledger: OpenLedger,
  jobId: string,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
) {
  return waitFor(
    `job ${jobId}`,
    async () => {
      const job = await ledger.getJob(jobId)
      if (job.status === 'succeeded') return job
      if (job.status === 'failed' || job.status === 'cancelled' || job.status === 'stopped') {
        const { code = job.status.toUpperCase(), message = `it was ${job.status}`, hint = '' } = job.error ?? {}
        throw new OpenLedgerError(
          cliErrors.CLI_JOB_FAILED,
          `Job ${jobId} ${job.status}: ${code}: ${message} ${hint}`.trim(),
          { details: { jobCode: code } },
        )
      }
      return undefined
    },
    { ...options, everyMs: 300 },
  )
}
