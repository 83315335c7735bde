import { INTEGER_MAX, outputRootSchema } from './outputNode.ts'

/** Deeper than any schema that is taken. */
const DEPTH_MAX = 64
const KEYWORDS = new Set(Object.keys(outputRootSchema.shape))

/**
 * A JSON schema without what no answer can be held to (`pattern`, `format`, narrow bounds …): for schemas that describe
 * rather than promise. `oneOf` becomes `anyOf`, which takes more.
 *
 * @returns what is left, and where something was left out, as paths
 */
export function dropKeywords(schema: unknown): { readonly schema: unknown; readonly dropped: readonly string[] } {
  const dropped: string[] = []
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const each = (values: unknown, path: string, depth: number): unknown =>
    isObject(values)
      ? Object.fromEntries(Object.entries(values).map(([name, one]) => [name, node(one, `${path}.${name}`, depth)]))
      : values
  const node = (value: unknown, path: string, depth: number): unknown => {
    if (!isObject(value) || depth > DEPTH_MAX) return value
    const kept: [string, unknown][] = []
    for (const [given, inner] of Object.entries(value)) {
      const name = given === 'oneOf' && !('anyOf' in value) ? 'anyOf' : given
      const at = `${path}${path === '' ? '' : '.'}${given}`
      if (!KEYWORDS.has(name) || isTooNarrow(name, inner)) dropped.push(at)
      else if (name === 'items') kept.push([name, node(inner, at, depth + 1)])
      else if (name === 'anyOf' && Array.isArray(inner))
        kept.push([name, inner.map((one, place) => node(one, `${at}.${place}`, depth + 1))])
      else if (['properties', '$defs', 'definitions'].includes(name)) kept.push([name, each(inner, at, depth + 1)])
      else kept.push([name, inner])
    }
    return Object.fromEntries(kept)
  }
  return { schema: node(schema, '', 0), dropped }
}

function isTooNarrow(name: string, value: unknown): boolean {
  if (name === 'additionalProperties') return value !== false
  if (name === 'minimum') return typeof value === 'number' && value > -INTEGER_MAX
  if (name === 'maximum') return typeof value === 'number' && value < INTEGER_MAX
  return false
}
