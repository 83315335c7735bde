import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp'

/** Places at which is compared. */
const STEPS = 4

/**
 * Whether a model's results for a token are the same to the bit with tokens of other sequences beside it, on this
 * machine: a few tokens evaluated alone, and two sequences together.
 *
 * @param open makes a context of so many sequences; each is disposed of here
 */
export async function batchesExactly(open: (sequences: number) => Promise<LlamaContext>): Promise<boolean> {
  const [alone, together] = [await open(1), await open(2)]
  try {
    const tokens = alone.model.tokenize('One two three four five six seven eight nine ten.')
    const beginnings = [tokens.slice(0, 5), tokens.slice(3, 7)]
    const first = alone.getSequence()
    const expected: string[] = []
    for (const beginning of beginnings) {
      await first.clearHistory()
      expected.push(...(await run([first], [beginning])))
    }
    const sequences = [together.getSequence(), together.getSequence()]
    const found = await run(sequences, beginnings)
    return expected.every((line, at) => line === found[at])
  } finally {
    await alone.dispose()
    await together.dispose()
  }
}

/** What each sequence computes after its beginning, all side by side: a line for each. */
async function run(sequences: LlamaContextSequence[], beginnings: readonly (readonly Token[])[]): Promise<string[]> {
  const lines = sequences.map((): unknown[] => [])
  const last = beginnings.map((tokens) => tokens.at(-1))
  for (const [at, sequence] of sequences.entries())
    await sequence.controlledEvaluate([...(beginnings[at] ?? [])].slice(0, -1))
  for (let step = 0; step < STEPS; step++) {
    await Promise.all(
      sequences.map(async (sequence, at) => {
        const token = last[at]
        if (token === undefined) return
        const generateNext = {
          token: true,
          totalLogitWeight: true,
          options: { temperature: 0 },
          logits: { filter: { tokens: [], includeTop: 16 } },
        }
        const [result] = await sequence.controlledEvaluate([[token, { generateNext }]])
        last[at] = result?.next.token ?? undefined
        lines[at]?.push(result?.next.token, result?.next.totalLogitWeight, [...(result?.next.logits ?? [])])
      }),
    )
  }
  return lines.map((line) => JSON.stringify(line))
}
