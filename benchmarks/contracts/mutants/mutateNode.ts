import { childOf, childrenOf, type Range, rangeOf, type SolidityNode, textOf, typeOf } from './solidityNode.ts'

/** One change of a source: a range of bytes and what stands there instead. */
export type Change = { readonly operator: string; readonly range: Range; readonly text: string }

/** Reads a range of the source. */
export type ReadSource = (range: Range) => string

/** What stands for an operator in a mutant. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '&&': ['||'],
  '||': ['&&'],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '+=': ['-=', '='],
  '-=': ['+=', '='],
  '++': ['--'],
  '--': ['++'],
}

/** Every change of one node: the catalogue of slither-mutate and Gambit, without those that only ever fail to compile. */
export function changesOf(node: SolidityNode, read: ReadSource): Change[] {
  switch (node.nodeType) {
    case 'BinaryOperation':
      return between(node, 'leftExpression', 'rightExpression', read)
    case 'Assignment':
      return [...between(node, 'leftHandSide', 'rightHandSide', read), ...keptParts(node, read)]
    case 'UnaryOperation':
      return unary(node, read)
    case 'IfStatement':
    case 'Conditional':
      return constantCondition(node)
    case 'ExpressionStatement':
    case 'EmitStatement':
    case 'Continue':
    case 'Break':
      return [{ operator: 'statement removed', range: withSemicolon(rangeOf(node), read), text: '' }]
    case 'Literal':
      return literal(node, read)
    case 'ModifierInvocation':
      return textOf(node, 'kind') === 'modifierInvocation'
        ? [{ operator: 'modifier removed', range: rangeOf(node), text: '' }]
        : []
    case 'FunctionCall':
      return swappedArguments(node, read)
    case 'VariableDeclarationStatement':
      return withoutInitialValue(node, read)
    default:
      return []
  }
}

function between(node: SolidityNode, left: string, right: string, read: ReadSource): Change[] {
  const [before, after] = [childOf(node, left), childOf(node, right)]
  if (before === undefined || after === undefined) return []
  const gap = { start: rangeOf(before).end, end: rangeOf(after).start }
  const operator = textOf(node, 'operator')
  const offset = read(gap).indexOf(operator)
  if (offset < 0) return []
  const range = { start: gap.start + offset, end: gap.start + offset + operator.length }
  return (OPERATORS[operator] ?? []).map((text) => ({ operator: `${operator} → ${text}`, range, text }))
}

function unary(node: SolidityNode, read: ReadSource): Change[] {
  const operator = textOf(node, 'operator')
  const { start, end } = rangeOf(node)
  const prefix = node['prefix'] === true
  const range = prefix ? { start, end: start + operator.length } : { start: end - operator.length, end }
  if (operator === '!') return [{ operator: '! removed', range, text: '' }]
  if (read(range) !== operator) return []
  return (OPERATORS[operator] ?? []).map((text) => ({ operator: `${operator} → ${text}`, range, text }))
}

function constantCondition(node: SolidityNode): Change[] {
  const condition = childOf(node, 'condition')
  if (condition === undefined) return []
  return ['true', 'false'].map((text) => ({ operator: `condition → ${text}`, range: rangeOf(condition), text }))
}

/** A statement's range ends before its semicolon. */
function withSemicolon({ start, end }: Range, read: ReadSource): Range {
  return read({ start: end, end: end + 1 }) === ';' ? { start, end: end + 1 } : { start, end }
}

function literal(node: SolidityNode, read: ReadSource): Change[] {
  const range = rangeOf(node)
  const text = read(range)
  if (textOf(node, 'kind') === 'bool')
    return [{ operator: 'bool flipped', range, text: text === 'true' ? 'false' : 'true' }]
  const digits = /^[\d_]+/.exec(text)?.[0]
  if (textOf(node, 'kind') !== 'number' || digits === undefined || text.startsWith('0x')) return []
  const number = BigInt(digits.replaceAll('_', ''))
  const place = { start: range.start, end: range.start + digits.length }
  return [{ operator: 'number + 1', range: place, text: String(number + 1n) }]
}

/** Swaps neighbours of one type, so that the mutant compiles. */
function swappedArguments(node: SolidityNode, read: ReadSource): Change[] {
  const args = childrenOf(node, 'arguments')
  return args.slice(1).flatMap((second, index) => {
    const first = args[index]
    if (first === undefined || second === undefined || typeOf(first) !== typeOf(second)) return []
    const [a, b] = [rangeOf(first), rangeOf(second)]
    if (read(a) === read(b)) return []
    const text = `${read(b)}${read({ start: a.end, end: b.start })}${read(a)}`
    return [{ operator: 'arguments swapped', range: { start: a.start, end: b.end }, text }]
  })
}

/** A tuple that is assigned at once: each part in turn keeps what it had. */
function keptParts(node: SolidityNode, read: ReadSource): Change[] {
  const [left, right] = [childOf(node, 'leftHandSide'), childOf(node, 'rightHandSide')]
  if (left?.nodeType !== 'TupleExpression' || right?.nodeType !== 'TupleExpression') return []
  const values = childrenOf(right, 'components')
  return childrenOf(left, 'components').flatMap((target, index) => {
    const value = values[index]
    if (target === undefined || value === undefined) return []
    return [{ operator: 'assignment removed', range: rangeOf(value), text: read(rangeOf(target)) }]
  })
}

function withoutInitialValue(node: SolidityNode, read: ReadSource): Change[] {
  const [declared, ...more] = childrenOf(node, 'declarations')
  const value = childOf(node, 'initialValue')
  if (declared === undefined || more.length > 0 || value === undefined) return []
  // What a variable starts from anyway.
  if (['0', 'false'].includes(read(rangeOf(value)))) return []
  const range = { start: rangeOf(declared).end, end: rangeOf(value).end }
  return [{ operator: 'initial value removed', range, text: '' }]
}
