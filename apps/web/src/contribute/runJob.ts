import { PARSER_VERSION } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type BringProgress, type BroughtFile, bringFile } from '@openledger/sdk/bringFile.ts'
import { createOpenLedger } from '@openledger/sdk/createOpenLedger.ts'
import type { ContributionSigner } from '@openledger/sdk/prepareContribution.ts'
import { fileRecords, hashInThread } from './fileRecords.ts'
import type { Job, JobFile } from './job.ts'
import { browserContributionStore, changeJob, getJob } from './jobStore.ts'
import { placeWords } from './placeWords.ts'

/** Remarks of the checks that are kept of a file. */
const REMARKS = 200

/**
 * Brings a job as far as it goes, file after file. One tab does it at a time: another that wants to waits for the lock.
 * Whatever ends it (a reload, a cut, Stop), the next run goes on where it was.
 *
 * @param who signs, and the token that speaks for the account
 */
export async function runJob(
  id: string,
  who: { readonly signer: ContributionSigner; readonly session: string },
  signal: AbortSignal,
): Promise<void> {
  await navigator.locks.request(`openledger-contribution-${id}`, { signal }, async () => {
    const job = await getJob(id)
    if (job === undefined) return
    const ledger = await createOpenLedger({
      gatewayUrl: window.location.origin,
      session: who.session,
      // What is stopped stops at once, in the middle of a part too.
      fetch: (input, init) => fetch(input, { ...init, signal }),
    })
    for (const [at, file] of job.files.entries()) {
      signal.throwIfAborted()
      if (file.blob === null || file.stage === 'done' || file.stage === 'failed') continue
      const change = (facts: Partial<JobFile>) => changeFile(id, at, facts)
      try {
        const sha256 = file.sha256 ?? (await hashInThread(file.blob))
        await change({ sha256 })
        const places: string[] = []
        const { without } = file
        const options = { ...job.options, ...(without === undefined ? {} : { without }) }
        const named = { path: file.path, blob: file.blob }
        const brought = await bringFile(
          ledger,
          {
            datanetId: job.datanetId,
            account: who.signer,
            store: browserContributionStore,
            file: {
              blob: file.blob,
              sha256,
              parse: { parser: PARSER_VERSION, path: file.path, ...options },
              licence: job.licence,
              contents: () => fileRecords(named, options, (place) => void places.push(placeWords(place))),
            },
          },
          { signal, onProgress: (progress) => void change(stageOf(progress)) },
        )
        await change({ stage: 'done', share: null, blob: null, ...outcomeOf(brought, places) })
      } catch (error) {
        if (signal.aborted) throw error
        const known = OpenLedgerError.find(error)
        // What passes is tried again at the next visit.
        if (known === undefined || known.status >= 500 || known.status === 401) throw error
        const { code, message, hint, status } = known
        await change({ stage: 'failed', share: null, blob: null, failure: { code, message, hint, status } })
      }
    }
  })
}

async function changeFile(id: string, at: number, facts: Partial<JobFile>): Promise<void> {
  await changeJob(id, (job: Job) => ({
    ...job,
    files: job.files.map((file, index) => (index === at ? { ...file, ...facts } : file)),
  }))
}

function stageOf(progress: BringProgress): Partial<JobFile> {
  switch (progress.stage) {
    case 'registering':
      return { stage: 'registering', share: null, committed: progress.records }
    case 'uploading':
      return { stage: 'uploading', share: progress.bytes / progress.of }
    case 'reading':
      return { stage: 'reading', share: null }
    case 'opening':
      return { stage: 'opening', share: progress.batches / progress.of }
  }
}

function outcomeOf({ contributions }: BroughtFile, places: readonly string[]): Partial<JobFile> {
  const all = contributions.flatMap(({ first, contribution }) =>
    contribution.records.map(({ index, verdict, code, reason }) => ({
      place: places[first + index] ?? '',
      verdict,
      code,
      reason,
    })),
  )
  const count = (verdict: string) => all.filter((record) => record.verdict === verdict).length
  return {
    committed: all.length,
    contributions: contributions.map(({ contribution }) => contribution.contributionId),
    accepted: count('accept'),
    marked: count('mark'),
    refused: count('refuse'),
    pending: count('pending'),
    remarks: all.filter(({ verdict }) => verdict === 'mark' || verdict === 'refuse').slice(0, REMARKS),
  }
}
