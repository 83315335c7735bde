import type { OutputFormat } from '@openledger/core/outputSchema/outputFormat.ts'
import {
  type OutputNode,
  type OutputRoot,
  type OutputType,
  resolveRef,
  typesOf,
} from '@openledger/core/outputSchema/outputNode.ts'

/** Rules that every grammar may use. Numbers are such that a reader of JSON finds a finite one, integers exactly. */
const COMMON = [
  String.raw`ws ::= "\n"? " "{0,20}`,
  'hex ::= [0-9a-fA-F]',
  // A surrogate by itself is no character, and a pair of them is one: neither is written as an escape.
  'unicode ::= [0-9a-ce-fA-CE-F] hex{3} | [dD] [0-7] hex{2}',
  String.raw`char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" unicode)`,
  String.raw`string ::= "\"" char* "\""`,
  'integer ::= "-"? ("0" | [1-9] [0-9]{0,14})',
  'number ::= integer ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?',
  'boolean ::= "true" | "false"',
  'null ::= "null"',
]

/** Any JSON object. */
const ANY_OBJECT = [
  'value ::= object | array | string | number | boolean | null',
  'member ::= string ":" ws value',
  'object ::= "{" ws (member ("," ws member)*)? ws "}"',
  'array ::= "[" ws (value ("," ws value)*)? ws "]"',
]

/**
 * The grammar of the answers that a format allows, in llama.cpp's GBNF.
 */
export function outputGrammar(format: OutputFormat): string {
  if (format.type === 'json_object') return ['root ::= object', ...ANY_OBJECT, ...COMMON].join('\n')
  if (format.type === 'json_schema') {
    const { start, rules } = schemaRules(format.schema, 'r')
    return [`root ::= ${start}`, ...rules, ...COMMON].join('\n')
  }
  const tools = format.tools.map(({ name, parameters }, place) => ({ name, ...schemaRules(parameters, `t${place}-`) }))
  const calls = tools.map(({ name, start }) => `${jsonLiteral(name)} "," ws "\\"arguments\\":" ws ${start}`)
  return [
    `root ::= call${format.required ? '' : ' | text'}`,
    `call ::= "{" ws "\\"name\\":" ws (${calls.join(' | ')}) ws "}"`,
    String.raw`text ::= [^{\x00] [^\x00]*`,
    ...tools.flatMap(({ rules }) => rules),
    ...COMMON,
  ].join('\n')
}

/**
 * The rules of one schema.
 * @param prefix of their names
 * @returns them, and the one to start with
 */
function schemaRules(
  schema: OutputRoot,
  prefix: string,
): { readonly start: string; readonly rules: readonly string[] } {
  const names = new Map<OutputNode, string>()
  const rules: string[] = []
  /** The name of a schema's rule; it is written the first time that it is asked for. */
  const ruleOf = (node: OutputNode): string => {
    const known = names.get(node)
    if (known !== undefined) return known
    const name = `${prefix}${names.size}`
    names.set(node, name)
    rules.push(`${name} ::= ${grammarOf(node, name)}`)
    return name
  }
  const grammarOf = (node: OutputNode, name: string): string => {
    const literals = node.enum ?? (node.const === undefined ? [] : [node.const])
    if (literals.length > 0) return [...new Set(literals.map(jsonLiteral))].join(' | ')
    const target = node.$ref === undefined ? undefined : resolveRef(schema, node.$ref)
    if (target !== undefined) return ruleOf(target)
    if (node.anyOf !== undefined) return node.anyOf.map(ruleOf).join(' | ')
    const ofType = (type: OutputType) =>
      type === 'object' ? objectOf(node, name) : type === 'array' ? arrayOf(node) : scalarOf(node, type)
    return typesOf(node).map(ofType).join(' | ')
  }
  /** What may follow the first properties, as a rule each: with a comma in front when there was one before. */
  const objectOf = ({ properties = {}, required = [] }: OutputNode, name: string) => {
    const entries = Object.entries(properties)
    const after = (place: number, isFirst: boolean) =>
      place === entries.length ? '""' : `${name}-${isFirst ? 'first' : 'next'}-${place}`
    for (const [place, [key, inner]] of entries.entries()) {
      for (const isFirst of [true, false]) {
        const member = `${isFirst ? '' : '"," ws '}${jsonLiteral(key)} ":" ws ${ruleOf(inner)} ${after(place + 1, false)}`
        const without = required.includes(key) ? '' : ` | ${after(place + 1, isFirst)}`
        rules.push(`${after(place, isFirst)} ::= ${member}${without}`)
      }
    }
    return `"{" ws ${after(0, true)} ws "}"`
  }
  const arrayOf = ({ items, minItems = 0, maxItems }: OutputNode) => {
    if (items === undefined || maxItems === 0) return '"[" ws "]"'
    const item = ruleOf(items)
    const more = `("," ws ${item}){${Math.max(0, minItems - 1)},${maxItems === undefined ? '' : maxItems - 1}}`
    return `"[" ws ${minItems === 0 ? `(${item} ${more})?` : `${item} ${more}`} ws "]"`
  }
  const scalarOf = ({ minLength, maxLength }: OutputNode, type: OutputType) =>
    type === 'string' && (minLength ?? maxLength) !== undefined
      ? String.raw`"\"" char{${minLength ?? 0},${maxLength ?? ''}} "\""`
      : type
  return { start: ruleOf(schema), rules }
}

/** A value's JSON as a literal of the grammar. */
function jsonLiteral(value: string | number | boolean | null): string {
  return `"${JSON.stringify(value).replace(/[\\"]/g, String.raw`\$&`)}"`
}
