import { type Abi, decodeErrorResult, type Hex } from 'viem'

/** A contract's own error. */
export type RevertReason = { readonly errorName: string; readonly args: readonly unknown[] }

/** The bytes that a contract reverted with, wherever in a chain of causes the RPC's answer carries them. */
export function findRevertData(error: unknown): Hex | undefined {
  let current: unknown = error
  for (let depth = 0; depth < 12 && typeof current === 'object' && current !== null; depth++) {
    const data: unknown = 'data' in current ? current.data : undefined
    if (typeof data === 'string' && /^0x([0-9a-f]{2}){4,}$/i.test(data)) return data as Hex
    if (typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string') {
      if (/^0x([0-9a-f]{2}){4,}$/i.test(data.data)) return data.data as Hex
    }
    current = 'cause' in current ? current.cause : undefined
  }
  return undefined
}

/** Decodes revert bytes with the errors of an ABI; undefined when none of them fits. */
export function decodeRevert(data: Hex, abi: Abi): RevertReason | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi, data })
    return { errorName, args: (args ?? []) as readonly unknown[] }
  } catch {
    return undefined
  }
}
