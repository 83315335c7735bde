import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_SPLIT, splitFee } from '@openledger/core/payout/splitFee.ts'
import { type BenchContext, benchResultSchema } from '../lib/bench.ts'

/** The cheapest way that a paid call reaches the chain, as `./openledger bench gas` measured it. */
const GAS_ROW = 'collection and post, a paid call'
/** Nothing is cheaper: a unit of gas costs at least a wei. */
const WEI_A_GAS = 1

/**
 * One party in all roles: it pays the fee and gets everything back that is not burned, and it pays the gas that brings its
 * calls to the chain, without which there is nothing to gain.
 */
export async function reportSelfDealing(context: BenchContext): Promise<void> {
  const gasResult = benchResultSchema.parse(
    JSON.parse(await readFile(join(context.root, 'benchmarks/results/gas.json'), 'utf8')),
  )
  const gas = Number(gasResult.rows.find(({ name }) => name === GAS_ROW)?.value)
  if (!Number.isFinite(gas)) throw new Error(`benchmarks/results/gas.json has no row '${GAS_ROW}'.`)
  const fees = [...Array.from({ length: 1_000 }, (_, at) => BigInt(at + 1)), ...powers()]
  const burned = (fee: bigint) => splitFee(fee, DEFAULT_SPLIT).burn
  const unburned = fees.filter((fee) => burned(fee) === 0n)
  /** In percent; both parts exact up to the division. */
  const lost = fees.map((fee) => 100 * (Number(burned(fee)) / Number(fee) + (gas * WEI_A_GAS) / Number(fee)))
  const least = Math.min(...lost)
  context.row({
    name: 'self-dealing: lost of a fee, the least',
    value: Number(least.toFixed(4)),
    unit: '%',
    bar: 'loses at every volume',
    ok: lost.every((part) => part > 0),
    note: `fees of 1 to 10^27 wei: what is burned, and ${gas} gas a call for collection and post (bench gas, batches as large as they get) at one wei a gas. The burned part of ${unburned.length} fees, up to ${unburned.at(-1)} wei, rounds to 0: of these the gas alone takes ${Math.min(...unburned.map((fee) => (100 * gas) / Number(fee))).toFixed(1)}% and more. One party as payer, operator, developer, staker, Datanet and contributor`,
  })
}

function powers(): bigint[] {
  return Array.from({ length: 25 }, (_, at) => 10n ** BigInt(at + 3)).flatMap((power) => [
    power - 1n,
    power,
    power * 3n + 7n,
  ])
}
