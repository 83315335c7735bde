/** What the converter gets: a folder with the canonical adapter_model.safetensors and adapter_config.json. */
export type Conversion = {
  readonly folder: string
  /** The GGUF to write. */
  readonly out: string
  /** Attention heads of the base, and those of keys and values. */
  readonly heads: number
  readonly kvHeads: number
  readonly signal: AbortSignal
}

/**
 * Converts an adapter into the form that the engine loads.
 * @throws ADAPTER_CONVERSION_FAILED, ADAPTER_NOT_ISOLATED
 */
export type ConvertAdapter = (conversion: Conversion) => Promise<void>
