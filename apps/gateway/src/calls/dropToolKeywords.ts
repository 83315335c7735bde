import { dropKeywords } from '@openledger/core/outputSchema/dropKeywords.ts'
import { z } from 'zod'

const NAMED_MAX = 20
const toolsSchema = z.looseObject({
  tools: z.array(
    z.looseObject({ function: z.looseObject({ parameters: z.unknown().optional(), strict: z.unknown().optional() }) }),
  ),
})

/**
 * Takes out of the functions' schemas what the engine cannot keep, unless they are `strict`, and says so in the header
 * `x-openledger-ignored`: such a schema describes what the function takes, and the function checks its arguments anyway.
 *
 * @returns the request without them; what has no functions comes back as it is
 */
export function dropToolKeywords(body: unknown, answerHeaders: Headers): unknown {
  const parsed = toolsSchema.safeParse(body)
  if (!parsed.success) return body
  const names: string[] = []
  const tools = parsed.data.tools.map((tool, place) => {
    if (tool.function.strict === true || tool.function.parameters == null) return tool
    const { schema, dropped } = dropKeywords(tool.function.parameters)
    names.push(...dropped.map((path) => `tools.${place}.function.parameters.${path}`))
    return { ...tool, function: { ...tool.function, parameters: schema } }
  })
  if (names.length > 0) {
    const more = names.length > NAMED_MAX ? [`and ${names.length - NAMED_MAX} more`] : []
    const listed = [...names.slice(0, NAMED_MAX).map((name) => name.replaceAll(/[^\x21-\x7e]/g, '?')), ...more]
    const before = answerHeaders.get('x-openledger-ignored')
    answerHeaders.set('x-openledger-ignored', [...(before === null ? [] : [before]), ...listed].join(', '))
  }
  return { ...parsed.data, tools }
}
