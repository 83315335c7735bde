import type { Address } from '@openledger/core/primitives/address.ts'
import { decodeFunctionData, type Hex, isHex } from 'viem'
import { z } from 'zod'
import { challengesAbi } from '../abi/challenges.ts'
import { reading } from '../actions/ensure.ts'
import type { Chain } from '../clients/createChain.ts'
import { readAnswered } from './demandEvents.ts'
import { DEMANDED_TREES, type DemandedTree } from './encodeChunk.ts'

/** A chunk of a tree of a posted epoch. */
type ChunkPlace = {
  readonly operator: Address
  readonly number: bigint
  /** Ordinal of the epoch's post. */
  readonly post: number
  readonly tree: DemandedTree
  readonly chunk: number
}

/** A chunk that was answered, and the transaction that did it. */
export type AnsweredChunk = ChunkPlace & { readonly hash: Hex }

/**
 * The chunks of a posted epoch that were answered.
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_ANSWER_INVALID
 */
export async function answeredChunks(
  chain: Chain,
  { operator, number }: { readonly operator: Address; readonly number: bigint },
): Promise<AnsweredChunk[]> {
  const what = `Reading what was answered for epoch ${number}`
  const post = await reading(what, () => chain.settlement.read.postOf([operator, number]))
  const answers = await reading(what, () => readAnswered(chain, { operator, number }))
  return answers.flatMap(({ args, transactionHash: hash }) => {
    const tree = DEMANDED_TREES[args.tree]
    return args.post === post && tree !== undefined ? { operator, number, post, tree, chunk: args.chunk, hash } : []
  })
}

/**
 * The run that a demand was answered with, from the answering transaction: its input or, where the answer came out of
 * another contract, the call in its trace (`debug_traceTransaction`).
 * @returns undefined where the RPC does not tell
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function readAnswer(chain: Chain, answered: AnsweredChunk): Promise<Hex | undefined> {
  const { tree, chunk, hash } = answered
  const what = `Reading the answer for chunk ${chunk} of the ${tree}`
  const { to, input } = await reading(what, () => chain.client.getTransaction({ hash }))
  const direct = isChallenges(chain, to) ? runIn(input, answered) : undefined
  return direct ?? (await runInTrace(chain, hash, answered))
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
