import { createHash } from 'node:crypto'
import { changesOf } from './mutateNode.ts'
import { childOf, type SolidityNode, textOf, walk } from './solidityNode.ts'

/** A seeded bug: one change of one source. */
export type Mutant = {
  /** Depends on where in which function what is changed, not on the rest of the source. */
  readonly id: string
  /** Path below contracts/, such as src/Settlement.sol. */
  readonly file: string
  readonly line: number
  readonly inFunction: string
  readonly operator: string
  /** What stood there, and what stands there now. */
  readonly before: string
  readonly after: string
  /** The whole changed source. */
  readonly source: string
}

/** What holds no behaviour of its own, or is looked at elsewhere. */
const SKIPPED = new Set([
  'PragmaDirective',
  'ImportDirective',
  'ErrorDefinition',
  'EventDefinition',
  'StructDefinition',
  'EnumDefinition',
  'InlineAssembly',
  'StructuredDocumentation',
  'ElementaryTypeName',
  'ArrayTypeName',
])

/** Every mutant of a source, from its syntax tree. */
export function makeMutants(file: string, text: string, ast: SolidityNode): Mutant[] {
  const bytes = Buffer.from(text)
  const read = ({ start, end }: { readonly start: number; readonly end: number }) =>
    bytes.subarray(start, end).toString()
  const mutants: Mutant[] = []
  const seen = new Map<string, number>()
  const visitIn = (inFunction: string) => (node: SolidityNode) => {
    if (SKIPPED.has(node.nodeType)) return false
    // Error arguments change nothing but what a failure says: the tests assert which error it is.
    if (isErrorCall(node)) return false
    for (const { operator, range, text: after } of changesOf(node, read)) {
      const before = read(range)
      if (before === after) continue
      const place = `${file} ${inFunction} ${operator} ${before} ${after}`
      const nth = seen.get(place) ?? 0
      seen.set(place, nth + 1)
      mutants.push({
        id: createHash('sha256').update(`${place} ${nth}`).digest('hex').slice(0, 16),
        file,
        line: bytes.subarray(0, range.start).toString().split('\n').length,
        inFunction,
        operator,
        before,
        after,
        source: Buffer.concat([
          bytes.subarray(0, range.start),
          Buffer.from(after),
          bytes.subarray(range.end),
        ]).toString(),
      })
    }
    return true
  }
  walk(ast, (node) => {
    if (SKIPPED.has(node.nodeType)) return false
    if (node.nodeType !== 'FunctionDefinition' && node.nodeType !== 'ModifierDefinition') return true
    walk(node, visitIn(textOf(node, 'name') || textOf(node, 'kind')))
    return false
  })
  // Constants and the like stand outside functions.
  walk(ast, (node) => {
    if (SKIPPED.has(node.nodeType) || node.nodeType === 'FunctionDefinition') return false
    if (node.nodeType === 'VariableDeclaration' && node['stateVariable'] === true) {
      walk(node, visitIn(textOf(node, 'name')))
      return false
    }
    return true
  })
  return mutants.filter(({ before }) => before.trim() !== '')
}

/** The second argument of require, or what revert takes. */
function isErrorCall(node: SolidityNode): boolean {
  if (node.nodeType !== 'FunctionCall') return false
  const called = childOf(node, 'expression')
  const type = called?.['typeDescriptions']
  return JSON.stringify(type ?? '').includes('error)') || JSON.stringify(type ?? '').includes('returns (error)')
}

/** The order in which mutants are drawn: by a hash of seed and place, so that it is the same after changes elsewhere. */
export function drawOrder(mutants: readonly Mutant[], seed: number): Mutant[] {
  const rank = ({ id }: Mutant) => createHash('sha256').update(`${seed} ${id}`).digest('hex')
  return mutants
    .map((mutant) => ({ mutant, key: rank(mutant) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ mutant }) => mutant)
}

/** Line and column free description, as rows and lists show it. */
export function describeMutant({ file, line, inFunction, operator, before, after }: Mutant): string {
  const short = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 80)
  return `${file}:${line} ${inFunction}: ${operator}: ${short(before)}${after === '' ? '' : ` → ${short(after)}`}`
}
