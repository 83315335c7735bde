import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../../errors.ts'
import type { ChatTokenizer } from '../../llamacpp/tokenizer.ts'
import { modelListSchema, versionSchema, wordsSchema } from './answers.ts'
import type { VllmClient } from './vllmClient.ts'

/** Words whose tokens tell vocabularies apart: several scripts, code, numbers, an emoji. */
const PROBE = 'The quick brown fox — 日本語, Grüße, Здравствуй; x += 0x2F;\n\n\treturn 12345.678 🙂 don’t'

/** What a server says of itself. */
export type ServerFacts = { readonly version: string; readonly contextSize: number }

/**
 * Looks whether a server serves the base: under its name, with its vocabulary. That the weights are the base's can't be
 * seen from outside.
 *
 * @throws ENGINE_SERVER_UNFIT, ENGINE_SERVER_AWAY
 */
export async function checkServer(
  client: VllmClient,
  servedName: string,
  tokenizer: ChatTokenizer,
): Promise<ServerFacts> {
  const { version } = await client.ask('/version', versionSchema)
  const { data } = await client.ask('/v1/models', modelListSchema)
  const model = data.find(({ id }) => id === servedName)
  if (model?.max_model_len == null) {
    const names = data.flatMap(({ id, max_model_len: length }) => (length == null ? [] : [id]))
    throw unfit(`serves ${names.join(', ')}, not ${servedName}`)
  }
  // Tokens to words, not the other way: readers cut some words otherwise (blanks before digits), and it is tokens that are sent.
  const body = { model: servedName, tokens: tokenizer.encodeText(PROBE) }
  const { prompt } = await client.ask('/detokenize', wordsSchema, { body })
  if (prompt !== PROBE) throw unfit(`has another vocabulary than the GGUF under the name ${servedName}`)
  return { version, contextSize: model.max_model_len }
}

function unfit(what: string): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_SERVER_UNFIT, `the vLLM server ${what}`)
}
