import type { DeployCheck } from '@openledger/chain/deploy/checkDeployment.ts'
import type { Terminal } from '../output/terminal.ts'

/**
 * Tells what a check of a deployment found.
 * @returns whether nothing is wrong
 */
export function describeChecks(checks: readonly DeployCheck[], terminal: Terminal, json: boolean): boolean {
  const wrong = checks.filter(({ verdict }) => verdict === 'wrong')
  if (json) {
    terminal.out(JSON.stringify({ ok: wrong.length === 0, checks }, null, 2))
    return wrong.length === 0
  }
  const contracts = Map.groupBy(checks, ({ contract }) => contract)
  for (const [contract, of] of contracts) {
    const bad = of.filter(({ verdict }) => verdict === 'wrong')
    const mark = bad.length === 0 ? terminal.style('green', 'ok ') : terminal.style('red', 'NO ')
    terminal.out(`${mark} ${contract}: ${of.map(({ what }) => what).join(', ')}`)
    for (const { what, expected, found, verdict } of of) {
      if (verdict === 'wrong') terminal.out(`    ${what}: expected ${expected}, found ${found}`)
      if (verdict === 'state') terminal.out(`    ${what} is ${found} now (${expected} when it was new)`)
    }
  }
  terminal.out(wrong.length === 0 ? 'It is this release, with these parameters.' : `${wrong.length} differences`)
  return wrong.length === 0
}
