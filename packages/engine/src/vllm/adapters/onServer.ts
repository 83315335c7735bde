import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../../errors.ts'
import { modelListSchema } from '../server/answers.ts'
import { serverError, wordsOf } from '../server/serverError.ts'
import type { VllmClient } from '../server/vllmClient.ts'

/** Names that the server has, with the folders that it read them from. */
export async function namesOnServer(client: VllmClient): Promise<{ readonly name: string; readonly root: string }[]> {
  const { data } = await client.ask('/v1/models', modelListSchema)
  return data.map(({ id, root }) => ({ name: id, root: root ?? '' }))
}

/**
 * Has the server load an adapter. One that it has under the name already is the same one.
 * @param path of its folder, as the server's machine names it
 * @throws ENGINE_ADAPTER_REFUSED, ENGINE_SERVER_*
 */
export async function loadOnServer(client: VllmClient, name: string, path: string): Promise<void> {
  const answer = await client.tell('/v1/load_lora_adapter', { body: { lora_name: name, lora_path: path } })
  if (typeof answer === 'string') return
  const said = wordsOf(answer.body)
  if (answer.status === 400 && /already been loaded/i.test(said)) return
  if (answer.status === 404 && !said.includes(name)) throw noRuntimeLoading()
  // vLLM answers 500 to an adapter that it can't take: the rank, a module, a folder that it does not see.
  if (/rank|target modules|adapter_config|unexpected|No adapter found|not supported|does not exist/i.test(said))
    throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_REFUSED, `the vLLM server does not load an adapter: ${said}`)
  throw serverError(answer.status, answer.body)
}

/** Has the server forget a name; one that it does not have is no error. Answers that use it come to their end. */
export async function unloadFromServer(client: VllmClient, name: string): Promise<void> {
  const answer = await client.tell('/v1/unload_lora_adapter', { body: { lora_name: name }, silence_ms: 10_000 })
  if (typeof answer === 'string') return
  if (answer.status !== 404) throw serverError(answer.status, answer.body)
  if (!wordsOf(answer.body).includes(name)) throw noRuntimeLoading()
}

function noRuntimeLoading(): OpenLedgerError {
  return new OpenLedgerError(
    engineErrors.ENGINE_SERVER_UNFIT,
    'the vLLM server loads no adapters while it runs: it needs --enable-lora and VLLM_ALLOW_RUNTIME_LORA_UPDATING=True',
  )
}
