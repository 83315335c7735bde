/** How the rest of the node hands work to the worker. */
export type JobQueue = {
  /**
   * Puts a job in the queue. It survives the process.
   *
   * @param name a job of src/jobs/.
   * @param data what the job's schema accepts.
   * @param options.id makes it idempotent: a second job with the same UUID isn't added.
   * @param options.startAfterSeconds earliest start, from now.
   * @returns the job's id.
   * @throws OpenLedgerError WORKER_JOB_UNKNOWN, WORKER_JOB_INVALID, WORKER_NOT_STARTED.
   */
  enqueue(
    name: string,
    data: object,
    options?: { readonly id?: string; readonly startAfterSeconds?: number },
  ): Promise<string>
}
