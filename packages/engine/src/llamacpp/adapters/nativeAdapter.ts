import type { LlamaContext, LlamaModel } from 'node-llama-cpp'

/** A LoRA in llama.cpp's memory, usable with contexts of the model that it was loaded for. */
export type NativeAdapter = { dispose(): Promise<void> }

/** An adapter in memory; `isExact`: see `padAdapter`. */
export type LoadedAdapter = { readonly native: NativeAdapter; readonly isExact: boolean }

/** An adapter as a context computes with it: `scale` is a factor on the adapter's own. */
export type PointedAdapter = LoadedAdapter & { readonly scale: number }

/**
 * node-llama-cpp loads an adapter when a context is made with it, and keeps it as long as the model. Its own parts can
 * do more: load an adapter alone, point a context that exists at other adapters, and free one. They are private; tests
 * assert that the pinned version has them, that memory is freed and that a context computes with what it points at.
 */
type Inside = {
  readonly _getOrLoadLora: (path: string) => Promise<NativeAdapter>
  /** By path: what is in it is loaded once. */
  readonly _loraAdapters: Map<string, NativeAdapter>
}

/**
 * Reads a GGUF adapter into memory.
 * @param path absolute
 * @throws llama.cpp's error when the file is no adapter for this model
 */
export async function loadAdapter(model: LlamaModel, path: string): Promise<NativeAdapter> {
  const inside = model as unknown as Inside
  const adapter = await inside._getOrLoadLora(path)
  // Another file may come to lie at the path: each loading is one of its own.
  inside._loraAdapters.delete(path)
  return adapter
}

/** Has a context compute with these adapters from its next evaluation on; what it evaluated before doesn't follow. */
export function pointContext(
  context: LlamaContext,
  adapters: readonly Pick<PointedAdapter, 'native' | 'scale'>[],
): void {
  const { _ctx } = context as unknown as { _ctx: { setLoras(loras: NativeAdapter[], scales: number[]): void } }
  _ctx.setLoras(
    adapters.map(({ native }) => native),
    adapters.map(({ scale }) => scale),
  )
}
