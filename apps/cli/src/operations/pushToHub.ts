import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import type { Environment } from '../environment.ts'
import { cliErrors } from '../errors.ts'

const run = promisify(execFile)
const pushedSchema = z.object({ url: z.string(), commit: z.string() })

/**
 * Puts an exported folder into a repository of the Hugging Face Hub by its own client, in the trainer's environment.
 *
 * @param root of the checkout, where `.venv` and `trainer` are
 * @param env the token in it is passed on by environment, never as an argument
 * @throws CLI_HUB_TOKEN, CLI_HUB_FAILED
 */
export async function pushToHub(
  root: string,
  env: Pick<Environment, 'HF_TOKEN' | 'HF_ENDPOINT' | 'HF_HUB_DISABLE_XET'>,
  asked: { readonly folder: string; readonly repository: string; readonly isPublic: boolean },
  signal?: AbortSignal,
): Promise<z.output<typeof pushedSchema>> {
  const { HF_TOKEN, HF_ENDPOINT, HF_HUB_DISABLE_XET } = env
  if (HF_TOKEN === undefined) throw new OpenLedgerError(cliErrors.CLI_HUB_TOKEN, 'HF_TOKEN is not set.')
  const passed = { ...process.env, HF_TOKEN, HF_ENDPOINT, HF_HUB_DISABLE_XET }
  const script = join(root, 'trainer', 'push_to_hub.py')
  const args = [script, asked.folder, asked.repository, ...(asked.isPublic ? ['--public'] : [])]
  try {
    const { stdout } = await run(join(root, '.venv', 'bin', 'python'), args, { env: passed, signal })
    return pushedSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  } catch (cause) {
    const said = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr) : ''
    const why = said.trim().split('\n').at(-1) || 'the Hub’s client could not be run'
    throw new OpenLedgerError(cliErrors.CLI_HUB_FAILED, `${asked.repository}: ${why}`, { cause })
  }
}
