import { z } from 'zod'

const literalSchema = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()])
const typeSchema = z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])
const lengthSchema = z.int().min(0).max(1_000)
/** An answer's integers lie between this and its opposite: 15 digits, which every reader of JSON keeps exactly. */
export const INTEGER_MAX = 10 ** 15 - 1
const nameSchema = z.string().min(1).max(200)

/**
 * One schema of JSON Schema (draft 2020-12), in the part that OpenAI's structured outputs name. A keyword that is not
 * here (`pattern`, `format`, `multipleOf` …) would be a promise that nobody keeps, so it is refused.
 */
export const outputNodeSchema = z.strictObject({
  type: z.union([typeSchema, z.array(typeSchema).min(1).max(7)]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(nameSchema, outputNodeSchema).optional()
  },
  /** The properties that an answer always has; the others it may leave out. */
  required: z.array(nameSchema).optional(),
  /** An answer has the named properties alone. */
  additionalProperties: z.literal(false).optional(),
  get items() {
    return outputNodeSchema.optional()
  },
  minItems: lengthSchema.optional(),
  maxItems: lengthSchema.optional(),
  minLength: lengthSchema.optional(),
  maxLength: lengthSchema.optional(),
  /** Bounds that every integer keeps which is produced here, as schema writers add by themselves; no narrower ones. */
  minimum: z.number().max(-INTEGER_MAX).optional(),
  maximum: z.number().min(INTEGER_MAX).optional(),
  enum: z.array(literalSchema).min(1).max(500).optional(),
  const: literalSchema.optional(),
  get anyOf() {
    return z.array(outputNodeSchema).min(1).max(100).optional()
  },
  /** `#`, `#/$defs/NAME` or `#/definitions/NAME`. */
  $ref: z.string().max(220).optional(),
})

const definitionsSchema = z
  .record(nameSchema, outputNodeSchema)
  .refine((definitions) => Object.keys(definitions).length <= 100, 'has more than 100 definitions')
  .optional()

/** The whole schema, which alone has definitions. */
export const outputRootSchema = outputNodeSchema.extend({
  $schema: z.string().optional(),
  $defs: definitionsSchema,
  definitions: definitionsSchema,
})

export type OutputNode = z.infer<typeof outputNodeSchema>
export type OutputRoot = z.infer<typeof outputRootSchema>
export type OutputType = z.infer<typeof typeSchema>

/** The types that a schema names. */
export function typesOf(node: OutputNode): readonly OutputType[] {
  return node.type === undefined ? [] : [node.type].flat()
}

/** The schema that a `$ref` names; undefined: none. */
export function resolveRef(root: OutputRoot, ref: string): OutputNode | undefined {
  if (ref === '#') return root
  const [, key, name = ''] = /^#\/(\$defs|definitions)\/(.+)$/.exec(ref) ?? []
  const definitions = key === '$defs' ? root.$defs : key === 'definitions' ? root.definitions : undefined
  return definitions !== undefined && Object.hasOwn(definitions, name) ? definitions[name] : undefined
}

type Inner = { readonly path: readonly PropertyKey[]; readonly node: OutputNode }

/** The schemas that lie within one, each with where; what it refers to is not within it. */
export function innerNodes(node: OutputNode): readonly Inner[] {
  return [
    ...Object.entries(node.properties ?? {}).map(([name, inner]) => ({ path: ['properties', name], node: inner })),
    ...(node.items ? [{ path: ['items'], node: node.items }] : []),
    ...(node.anyOf ?? []).map((inner, place) => ({ path: ['anyOf', place], node: inner })),
  ]
}
