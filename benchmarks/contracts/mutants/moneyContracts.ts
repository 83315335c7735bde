import { basename } from 'node:path'
import { type ContractSources, closureOf } from './contractSources.ts'

/** What shows that a contract moves or burns OPEN. */
const MOVES_MONEY = /SafeERC20|ERC20Burnable|IERC3009|\bis\b[^{]*\bERC20\b/

/** Contracts that void epochs, and what the contracts that hold OPEN keep their books by. */
const DECIDES = new Set([
  'src/Challenges.sol',
  'src/Origins.sol',
  'src/libraries/ChannelHistory.sol',
  'src/libraries/ChannelLimits.sol',
  'src/libraries/RewardStream.sol',
])

/** The contracts that hold, move or burn OPEN, and those that decide over it. */
export function moneyContracts(sources: ContractSources): string[] {
  return [...sources]
    .filter(
      ([unit, text]) =>
        /^src\/(\w+\/)?\w+\.sol$/.test(unit) && !/^src\/(interfaces|types)\//.test(unit) && isMoney(unit, text),
    )
    .map(([unit]) => unit)
    .toSorted()
}

const isMoney = (unit: string, text: string) => MOVES_MONEY.test(text) || DECIDES.has(unit)

/** Units whose contracts hold the code of a unit: those that tests create and that import it. */
export function unitsWith(sources: ContractSources, unit: string): string[] {
  return [...sources.keys()].filter(
    (other) =>
      other.startsWith('src/') && !other.startsWith('src/interfaces/') && closureOf(sources, [other]).has(unit),
  )
}

/**
 * A glob of the suites that are named after a contract or lie in a folder of its name; where there are none, of those of
 * the contracts that hold its code. Undefined: there is none.
 */
export function suitesOf(sources: ContractSources, unit: string): string | undefined {
  const own = suitesNamed(sources, unit)
  const suites = own.length > 0 ? own : unitsWith(sources, unit).flatMap((user) => suitesNamed(sources, user))
  return suites.length < 2 ? suites[0] : `{${suites.join(',')}}`
}

function suitesNamed(sources: ContractSources, unit: string): string[] {
  const name = basename(unit, '.sol')
  return [...sources.keys()].filter(
    (suite) =>
      /^test\/(unit|attack|staking|committee)\/.*\.t\.sol$/.test(suite) &&
      (basename(suite).startsWith(name) || suite.startsWith(`test/${name.toLowerCase()}/`)),
  )
}
