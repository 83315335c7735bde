import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { GGUF_NAMES } from '../base/readBaseShape.ts'
import { readGguf } from '../base/readGguf.ts'
import { storeErrors } from '../errors.ts'
import type { LoraModule } from '../safetensors/loraModules.ts'

/**
 * Checks that a converter wrote the tensors of these modules and no others, in their shapes.
 * @throws ADAPTER_CONVERSION_FAILED
 */
export async function checkConverted(file: string, modules: readonly LoraModule[]): Promise<void> {
  const wanted = new Set(
    modules.flatMap(({ layer, projection, rank, in: input, out }) => {
      const name = `blk.${layer}.${GGUF_NAMES[projection]}.weight`
      return [`${name}.lora_a ${input}×${rank}`, `${name}.lora_b ${rank}×${out}`]
    }),
  )
  let got: readonly string[]
  try {
    const { tensorInfo } = await readGguf(file)
    got = (tensorInfo ?? []).map(({ name, dimensions }) => `${name} ${dimensions.join('×')}`)
  } catch (cause) {
    throw new OpenLedgerError(storeErrors.ADAPTER_CONVERSION_FAILED, 'The converter wrote no GGUF.', { cause })
  }
  if (got.length === wanted.size && got.every((tensor) => wanted.has(tensor))) return
  throw new OpenLedgerError(
    storeErrors.ADAPTER_CONVERSION_FAILED,
    'The converter wrote other tensors than the adapter has.',
  )
}
