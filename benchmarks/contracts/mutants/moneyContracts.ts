import { type ContractSources, closureOf } from './contractSources.ts'

/** What shows that a contract moves or burns OPEN. */
const MOVES_MONEY = /SafeERC20|ERC20Burnable|IERC3009|\bis\b[^{]*\bERC20\b/

/** The contracts that hold, move or burn OPEN, and those that decide over it by voiding epochs. */
export function moneyContracts(sources: ContractSources): string[] {
  return [...sources]
    .filter(
      ([unit, text]) =>
        /^src\/(\w+\/)?\w+\.sol$/.test(unit) && !/^src\/(interfaces|types)\//.test(unit) && isMoney(unit, text),
    )
    .map(([unit]) => unit)
    .toSorted()
}

const isMoney = (unit: string, text: string) => MOVES_MONEY.test(text) || unit === 'src/Challenges.sol'

/** Units whose contracts hold the code of a unit: those that tests create and that import it. */
export function unitsWith(sources: ContractSources, unit: string): string[] {
  return [...sources.keys()].filter(
    (other) =>
      other.startsWith('src/') && !other.startsWith('src/interfaces/') && closureOf(sources, [other]).has(unit),
  )
}
