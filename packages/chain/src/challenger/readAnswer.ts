import type { Address } from '@openledger/core/primitives/address.ts'
import { decodeFunctionData, type Hex, isHex } from 'viem'
import { z } from 'zod'
import { challengesAbi } from '../abi/challenges.ts'
import { reading } from '../actions/ensure.ts'
import type { Chain } from '../clients/createChain.ts'
import { readAnswered } from './demandEvents.ts'
import { DEMANDED_TREES, type DemandedTree } from './encodeChunk.ts'

/** A chunk of a tree of a posted epoch. */
export type ChunkPlace = {
  readonly operator: Address
  readonly number: bigint
  /** Ordinal of the epoch's post. */
  readonly post: number
  readonly tree: DemandedTree
  readonly chunk: number
}

/**
 * The run that a demand was answered with, from the answering transaction: its input or, where the answer came out of
 * another contract, the call in its trace (`debug_traceTransaction`).
 * @returns undefined where nobody answered, or the RPC does not tell (yet)
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_ANSWER_INVALID
 */
export async function readAnswer(chain: Chain, place: ChunkPlace): Promise<Hex | undefined> {
  const { operator, number, post, tree, chunk } = place
  const what = `Reading the answer for chunk ${chunk} of the ${tree}`
  const answers = await reading(what, () => readAnswered(chain, { operator, number }))
  const answered = answers.find(
    ({ args }) => args.post === post && args.tree === DEMANDED_TREES.indexOf(tree) && args.chunk === chunk,
  )
  if (answered === undefined) return undefined
  const { transactionHash: hash } = answered
  const { to, input } = await reading(what, () => chain.client.getTransaction({ hash }))
  const direct = isChallenges(chain, to) ? runIn(input, place) : undefined
  return direct ?? (await runInTrace(chain, hash, place))
}

const isChallenges = (chain: Chain, to: string | null | undefined): boolean =>
  to?.toLowerCase() === chain.addresses.challenges.toLowerCase()

/** The run in the input of a call of `answer` for this chunk. */
function runIn(input: Hex, { operator, number, tree, chunk }: ChunkPlace): Hex | undefined {
  try {
    const call = decodeFunctionData({ abi: challengesAbi, data: input })
    if (call.functionName !== 'answer') return undefined
    const [epoch, index, of, run] = call.args
    const isThis =
      epoch.operator.toLowerCase() === operator &&
      epoch.number === number &&
      DEMANDED_TREES[index] === tree &&
      of === chunk
    return isThis ? run : undefined
  } catch {
    // Another function's input, or none at all.
    return undefined
  }
}

/** A call as geth's `callTracer` tells it; `calls` are the calls that it made. */
type Frame = {
  readonly to?: string | undefined
  readonly input: Hex
  readonly error?: string | undefined
  readonly calls?: readonly Frame[] | undefined
}
const frameSchema: z.ZodType<Frame> = z.object({
  to: z.string().optional(),
  input: z.custom<Hex>((value) => isHex(value)),
  error: z.string().optional(),
  get calls() {
    return z.array(frameSchema).optional()
  },
})

async function runInTrace(chain: Chain, hash: Hex, place: ChunkPlace): Promise<Hex | undefined> {
  let trace: unknown
  try {
    trace = await chain.client.request({
      method: 'debug_traceTransaction' as never,
      params: [hash, { tracer: 'callTracer' }] as never,
    })
  } catch {
    // Few public RPCs trace. Whoever wants this answer asks one that does.
    return undefined
  }
  const top = frameSchema.safeParse(trace)
  const open: Frame[] = top.success ? [top.data] : []
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    const run = isChallenges(chain, frame.to) && frame.error === undefined ? runIn(frame.input, place) : undefined
    if (run !== undefined) return run
    open.push(...(frame.calls ?? []))
  }
  return undefined
}
