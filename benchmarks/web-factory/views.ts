import { setTimeout as sleep } from 'node:timers/promises'
import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import type { TrainingJob } from '@openledger/core/api/training.ts'
import type { Shown } from '../../apps/web/test/everyPage.ts'
import type { Stack } from '../../apps/web/test/startStack.ts'
import type { Page } from '../../packages/core/test/openBrowser.ts'
import { type Factory, startTraining, trainingOf } from './makeFactory.ts'

/** Trainings in the states that their pages can be in. */
export async function makeStates(
  stack: Stack,
  { owner, version }: Factory,
): Promise<Record<'failed' | 'stopped', string>> {
  const { token } = owner
  const until = async (jobId: string, isSo: (job: TrainingJob) => boolean) => {
    while (!isSo(await trainingOf(stack, token, jobId))) await sleep(500)
    return jobId
  }
  const short = { epochs: 200, batchSize: 1, rank: 4, alpha: 8 }
  const stopped = await startTraining(stack, token, { name: 'stopped', versions: [version], config: short })
  await until(stopped, ({ own }) => (own?.progress?.step ?? 0) > 20)
  await fetch(new URL(`/v1/training/jobs/${stopped}/stop`, stack.gatewayUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })
  await until(stopped, ({ status }) => isJobAtRest(status))
  const config = { ...short, maxTokensPerExample: 8 }
  const failed = await startTraining(stack, token, { name: 'failed', versions: [version], config })
  return { stopped, failed: await until(failed, ({ status }) => isJobAtRest(status)) }
}

/** The Factory's pages in every state: empty, full, half-way, wrong, refused, out of reach. */
export function factoryViews(
  { owner: { token } }: Factory,
  jobs: { readonly done: string | undefined; readonly stopped: string; readonly failed: string; readonly long: string },
): Shown[] {
  const run = (name: string, jobId: string | undefined, more: Partial<Shown> = {}): Shown[] =>
    jobId === undefined ? [] : [{ name: `run-${name}`, path: `/factory/${jobId}`, token, ...more }]
  return [
    { name: 'factory', path: '/factory', token },
    { name: 'factory-out', path: '/factory' },
    {
      name: 'factory-loading',
      path: '/factory',
      token,
      loading: true,
      first: (page) => page.route('**/v1/training/jobs*', () => undefined),
    },
    { name: 'new-training', path: '/factory/new', token },
    { name: 'new-training-out', path: '/factory/new' },
    { name: 'new-training-filled', path: '/factory/new', token, after: fill },
    { name: 'new-training-wrong', path: '/factory/new', token, after: fillWrong },
    ...run('done', jobs.done),
    ...run('stopped', jobs.stopped),
    ...run('cancel', jobs.stopped, { after: (page) => page.getByRole('button', { name: 'Cancel' }).click() }),
    ...run('failed', jobs.failed),
    ...run('long', jobs.long),
    { name: 'run-out', path: `/factory/${jobs.stopped}` },
    { name: 'run-none', path: '/factory/00000000-0000-4000-8000-000000000000', token },
  ]
}

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('bird-counter')
  await page.getByRole('button', { name: 'Add bird-counts' }).click()
  await page.getByRole('button', { name: 'Add a prompt' }).click()
  await page
    .getByLabel('Prompt 1', { exact: true })
    .fill('How many birds were counted at the marsh <b>north</b> of the river?')
  await page.getByText('Command', { exact: true }).click()
  await page.getByText('Tokens, all epochs').waitFor()
}

async function fillWrong(page: Page): Promise<void> {
  await page.getByText('Advanced', { exact: true }).click()
  await page.getByLabel('Learning rate').fill('2e')
  await page.getByLabel('Hold out').fill('80')
  await page.getByRole('button', { name: 'Start the training' }).click()
  await page.getByText('Something above needs another look').waitFor()
}
