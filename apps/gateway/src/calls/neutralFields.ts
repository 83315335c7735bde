/**
 * Fields of OpenAI's chat request that this gateway doesn't know, with the values at which they ask for nothing.
 * At these values they are taken out and named in the header `x-openledger-ignored`; at any other value the request
 * is refused as unknown.
 */
const NEUTRAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  user: () => true,
  metadata: () => true,
  store: () => true,
  safety_identifier: () => true,
  prompt_cache_key: () => true,
  service_tier: (value) => value === 'auto' || value === 'default',
  parallel_tool_calls: () => true,
  tools: (value) => Array.isArray(value) && value.length === 0,
  modalities: (value) => Array.isArray(value) && value.length === 1 && value[0] === 'text',
  frequency_penalty: (value) => value === 0,
  presence_penalty: (value) => value === 0,
  logit_bias: (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
  reasoning_effort: (value) => value === 'none',
}

/**
 * Takes the fields out of a chat request that ask for nothing here, and says so in a header.
 *
 * @returns the request without them; what isn't an object comes back as it is
 */
export function dropNeutralFields(body: unknown, answerHeaders: Headers): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const entries = Object.entries(body)
  const ignored = entries
    .filter(([name, value]) => Object.hasOwn(NEUTRAL, name) && (value === null || NEUTRAL[name]?.(value) === true))
    .map(([name]) => name)
  if (ignored.length > 0) answerHeaders.set('x-openledger-ignored', ignored.join(', '))
  return Object.fromEntries(entries.filter(([name]) => !ignored.includes(name)))
}
