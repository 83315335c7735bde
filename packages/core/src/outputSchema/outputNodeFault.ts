import { type OutputNode, type OutputRoot, type OutputType, resolveRef, typesOf } from './outputNode.ts'

/** The keywords that go with one type alone. */
const KEYWORDS_OF = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength'],
  integer: ['minimum', 'maximum'],
} as const

/** What one schema says that contradicts itself or names nothing, in plain words; undefined: nothing. */
export function outputNodeFault(node: OutputNode, root: OutputRoot): string | undefined {
  const says = (key: keyof OutputNode) => node[key] !== undefined
  const types = typesOf(node)
  const [way, another] = (['enum', 'const', 'anyOf', '$ref'] as const).filter(says)
  if (another !== undefined) return `says both ${way} and ${another}: one of them`
  if (way === undefined && types.length === 0) return 'needs type, enum, const, anyOf or $ref'
  if (new Set(types).size < types.length) return 'names a type twice'
  for (const type of ['object', 'array', 'string', 'integer'] as const) {
    const stray = KEYWORDS_OF[type].find((key) => says(key) && (way !== undefined || !types.includes(type)))
    if (stray !== undefined) return `has ${stray} but its type is not ${type}`
  }
  if (types.includes('number') && (says('minimum') || says('maximum'))) return 'has bounds but its type is number'
  if (way !== undefined) return faultOfWay(node, root, types)
  if (types.includes('array') && node.items === undefined) return 'an array needs items'
  if (new Set(node.required).size < (node.required?.length ?? 0)) return 'requires a property twice'
  const absent = node.required?.find((name) => !Object.hasOwn(node.properties ?? {}, name))
  if (absent !== undefined) return `requires ${JSON.stringify(absent)}, which is no property`
  if ((node.minItems ?? 0) > (node.maxItems ?? Infinity)) return 'minItems is greater than maxItems'
  if ((node.minLength ?? 0) > (node.maxLength ?? Infinity)) return 'minLength is greater than maxLength'
  return undefined
}

function faultOfWay(node: OutputNode, root: OutputRoot, types: readonly OutputType[]): string | undefined {
  if ((node.anyOf ?? node.$ref) !== undefined && types.length > 0)
    return 'says a type beside anyOf or $ref: one of them'
  if (node.$ref !== undefined && resolveRef(root, node.$ref) === undefined)
    return `$ref ${JSON.stringify(node.$ref)} names nothing: use # or #/$defs/NAME`
  if (alternatives(node, root).includes(node)) return 'is an alternative of itself'
  const literals = node.enum ?? (node.const === undefined ? [] : [node.const])
  const foreign = literals.find((value) => types.length > 0 && !types.some((type) => isOf(value, type)))
  return foreign === undefined ? undefined : `${JSON.stringify(foreign)} is not of the type that is named`
}

/** What an answer to this schema may be an answer to instead, by references and unions alone. */
function alternatives(node: OutputNode, root: OutputRoot): readonly OutputNode[] {
  const found = new Set<OutputNode>()
  const follow = (from: OutputNode) => {
    const target = from.$ref === undefined ? undefined : resolveRef(root, from.$ref)
    for (const next of [...(from.anyOf ?? []), ...(target ? [target] : [])]) {
      if (found.has(next)) continue
      found.add(next)
      follow(next)
    }
  }
  follow(node)
  return [...found]
}

function isOf(value: string | number | boolean | null, type: OutputType): boolean {
  if (value === null) return type === 'null'
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}
