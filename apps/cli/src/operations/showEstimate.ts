import type { TrainingEstimate } from '@openledger/core/api/estimates.ts'
import type { CommandContext } from '../command.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { showFacts } from './showFacts.ts'

/** Tells what a training would read, take and cost, and what stands against it. */
export function showEstimate(context: Pick<CommandContext, 'terminal' | 'json'>, estimate: TrainingEstimate): void {
  const { records, heldOut, tokens, tokensFrom, steps, memoryBytes, memoryAvailable } = estimate
  const { seconds, tokensPerSecond, rateFrom, cost, verdict, reasons } = estimate
  const free = `${gigabytes(memoryAvailable)} free`
  showFacts(context, estimate, [
    ['records', `${records}, ${heldOut} more kept out`],
    ['tokens', `${tokens}${tokensFrom === 'sampled' ? ' (from a sample)' : ''} in ${steps} steps`],
    ['memory', memoryBytes === null ? `unknown, ${free}` : `about ${gigabytes(memoryBytes)}, ${free}`],
    ['time', `about ${Math.round(seconds)} s at ${Math.round(tokensPerSecond)} tokens/s (${rateFrom})`],
    ['fees due', `${formatOpen(BigInt(cost))} OPEN`],
    ['verdict', verdict],
    ...reasons.map(({ message }) => ['', message] as const),
  ])
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
