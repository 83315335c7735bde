/**
 * In which order llama.cpp keeps the rows of a llama model's queries and keys: the two halves of each head interleaved,
 * since it turns neighbouring dimensions where PyTorch turns one of each half. The twin is
 * trainer/openledger_trainer/families/row_orders.py.
 *
 * @param rows all of the projection's
 * @param heads of queries, or of keys and values
 * @returns for each of llama.cpp's rows the place that it has in PyTorch's matrix; undefined where heads don't divide them
 */
export function interleavedHalves(rows: number, heads: number): readonly number[] | undefined {
  const half = rows / heads / 2
  if (!Number.isInteger(half)) return undefined
  return Array.from({ length: rows }, (_, row) => {
    const head = Math.floor(row / (2 * half))
    const within = row % (2 * half)
    return head * 2 * half + (within % 2) * half + Math.floor(within / 2)
  })
}
