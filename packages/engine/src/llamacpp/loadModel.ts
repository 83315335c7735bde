import { access, constants } from 'node:fs/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Llama, LlamaModel } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'

/**
 * Loads a GGUF model.
 * @param options.vocabOnly its vocabulary alone, for its tokens: no weight is read
 * @throws ENGINE_MODEL_UNREADABLE when the file is missing, not readable or no model
 */
export async function loadModel(
  llama: Llama,
  path: string,
  options: { readonly vocabOnly?: boolean } = {},
): Promise<LlamaModel> {
  try {
    await access(path, constants.R_OK)
    return await llama.loadModel({ modelPath: path, ...options })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new OpenLedgerError(engineErrors.ENGINE_MODEL_UNREADABLE, `${path}: ${reason}`, { cause })
  }
}
