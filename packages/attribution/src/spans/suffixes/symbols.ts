/** Symbols that a text may be of: any integers from 0 to below its alphabet's size. */
export type Symbols = Uint16Array | Uint32Array | Int32Array

/** An element that is there: for indices that are within bounds by construction. */
export const at = (array: Symbols, index: number): number => array[index] as number
