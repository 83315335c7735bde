import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'
import type { LoraModule } from '../safetensors/loraModules.ts'
import type { AdapterConfig, AuthoredConfig } from './adapterConfig.ts'

/**
 * Writes an author's configuration anew, for exactly the modules that the weights have.
 *
 * PEFT puts LoRA on the modules that the configuration targets and ignores tensors of others, so weights of a module
 * that is not targeted are refused; a targeted module without weights changes nothing.
 *
 * @param modules no more than the base model has (matchBase)
 * @throws ADAPTER_RANK_MISMATCH, ADAPTER_CONFIG_INVALID
 */
export function rebuildConfig(authored: AuthoredConfig, modules: readonly LoraModule[]): AdapterConfig {
  const rankPattern: Record<string, number> = {}
  const alphaPattern: Record<string, number> = {}
  const rankOf = patternReader(authored.rank_pattern)
  const alphaOf = patternReader(authored.alpha_pattern)
  for (const { path, layer, rank } of modules) {
    if (!isTargeted(authored, path, layer)) {
      throw new OpenLedgerError(
        storeErrors.ADAPTER_CONFIG_INVALID,
        `The weights change ${path}, which the configuration does not name.`,
      )
    }
    const said = rankOf(path) ?? authored.r
    if (said !== rank) {
      throw new OpenLedgerError(
        storeErrors.ADAPTER_RANK_MISMATCH,
        `${path} has the rank ${rank}; the configuration says ${said}.`,
      )
    }
    const alpha = alphaOf(path) ?? authored.lora_alpha
    if (rank !== authored.r) rankPattern[path] = rank
    if (alpha !== authored.lora_alpha) alphaPattern[path] = alpha
  }
  return {
    alpha_pattern: alphaPattern,
    base_model_name_or_path: null,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    lora_alpha: authored.lora_alpha,
    lora_dropout: 0,
    peft_type: 'LORA',
    r: authored.r,
    rank_pattern: rankPattern,
    target_modules: modules.map(({ path }) => path),
    task_type: 'CAUSAL_LM',
    use_rslora: authored.use_rslora ?? false,
  }
}

function isTargeted({ target_modules, layers_to_transform }: AuthoredConfig, path: string, layer: number): boolean {
  const layers = typeof layers_to_transform === 'number' ? [layers_to_transform] : (layers_to_transform ?? [])
  if (layers.length > 0 && !layers.includes(layer)) return false
  if (target_modules === 'all-linear') return true
  return target_modules.some((name) => path === name || path.endsWith(`.${name}`))
}

/** PEFT's rule: the first key that the path ends with counts. An unescaped dot stands for any letter there. */
function patternReader(pattern: Readonly<Record<string, number>> | null | undefined) {
  const entries = Object.entries(pattern ?? {}).map(
    ([key, value]) => [new RegExp(`^(?:.*\\.)?(?:${key})$`), value] as const,
  )
  return (path: string): number | undefined => entries.find(([key]) => key.test(path))?.[1]
}
