import { z } from 'zod'
import { innerNodes, type OutputNode, outputRootSchema } from './outputNode.ts'
import { outputNodeFault } from './outputNodeFault.ts'
import { outputSchemaWidth } from './outputSchemaWidth.ts'

/** Objects and lists that may lie within each other. */
const DEPTH_MAX = 64
/** Names, values, objects and lists together. */
const PARTS_MAX = 5_000
/** Readings that an answer's beginning may have at once. */
const WIDTH_MAX = 500
/** Items and characters that are counted, over the whole schema: the engine has a rule for each. */
const COUNTED_MAX = 20_000

/**
 * The JSON schema that an answer must follow: structured outputs as OpenAI's API describes them. Properties come in the
 * schema's order, those that are not required or not at all, and no others.
 *
 * What the engine cannot keep is refused, with where and why; so is a schema that would take it long to follow.
 */
export const outputSchemaSchema = z
  .unknown()
  .superRefine((value, context) => {
    const message = faultOfSize(value)
    // Nothing more is looked at: the checks that follow go through the schema by recursion.
    if (message !== undefined) context.addIssue({ code: 'custom', message, continue: false })
  })
  .pipe(
    outputRootSchema.superRefine((root, context) => {
      const refuse = (path: readonly PropertyKey[], message: string) =>
        context.addIssue({ code: 'custom', path: [...path], message })
      let isSound = true
      let counted = 0
      const check = (node: OutputNode, path: readonly PropertyKey[]) => {
        const fault = outputNodeFault(node, root)
        if (fault !== undefined) refuse(path, fault)
        isSound &&= fault === undefined
        counted += (node.maxItems ?? node.minItems ?? 0) + (node.maxLength ?? node.minLength ?? 0)
        for (const inner of innerNodes(node)) check(inner.node, [...path, ...inner.path])
      }
      check(root, [])
      for (const key of ['$defs', 'definitions'] as const)
        for (const [name, node] of Object.entries(root[key] ?? {})) check(node, [key, name])
      if (!isSound) return
      if (counted > COUNTED_MAX)
        refuse([], `counts ${counted} items and characters, more than ${COUNTED_MAX}: use smaller or no limits`)
      const width = outputSchemaWidth(root)
      if (width === 'unbounded') refuse([], 'has a union of alternatives that begin alike and hold the union itself')
      else if (width > WIDTH_MAX)
        refuse([], `has ${width} readings at once, more than ${WIDTH_MAX}: use fewer alternatives`)
    }),
  )
export type OutputSchema = z.output<typeof outputSchemaSchema>

/** Goes level by level, without recursion: what comes here may be as deep as its sender likes. */
function faultOfSize(value: unknown): string | undefined {
  let level = [value]
  let parts = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) return `lies deeper than ${DEPTH_MAX} objects and lists`
    parts += level.length
    if (parts > PARTS_MAX) return `has more than ${PARTS_MAX} names and values`
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return undefined
}
