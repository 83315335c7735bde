import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { CONFIG, WEIGHTS } from '../../store/adapterFiles.ts'
import type { AdapterConfig } from '../../store/config/adapterConfig.ts'
import { headerOf } from '../../store/safetensors/writeCanonical.ts'
import type { Concatenated } from './concatenateLoras.ts'

/**
 * Writes an adapter as PEFT saves one, in 32-bit floats. The folder appears whole or not at all.
 * @param folder that is not there yet
 */
export async function writePeftFolder(folder: string, lora: Concatenated): Promise<void> {
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  const matrices = [...lora.modules].flatMap(([path, { a, b }]) => [
    { name: `base_model.model.${path}.lora_A.weight`, ...a },
    { name: `base_model.model.${path}.lora_B.weight`, ...b },
  ])
  const header = headerOf(
    matrices.map(({ name, rows, columns, values }) => {
      return { name, dtype: 'F32', shape: [rows, columns], start: 0, bytes: values.byteLength }
    }),
  )
  const data = matrices.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength))
  await writeFile(join(partial, WEIGHTS), [header, ...data])
  await writeFile(join(partial, CONFIG), canonicalJson(configOf(lora)))
  await mkdir(dirname(folder), { recursive: true })
  await rename(partial, folder)
}

/** Alpha is the rank: the scale is in the matrices. */
function configOf({ rank, modules }: Concatenated): AdapterConfig {
  return {
    alpha_pattern: {},
    base_model_name_or_path: null,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    lora_alpha: rank,
    lora_dropout: 0,
    peft_type: 'LORA',
    r: rank,
    rank_pattern: {},
    target_modules: [...modules.keys()],
    task_type: 'CAUSAL_LM',
    use_rslora: false,
  }
}
