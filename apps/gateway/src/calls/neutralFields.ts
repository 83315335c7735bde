/** Fields that this gateway doesn't know, with the values at which they ask for nothing. */
export type NeutralFields = Readonly<Record<string, (value: unknown, body: object) => boolean>>

const SHARED: NeutralFields = {
  user: () => true,
  frequency_penalty: (value) => value === 0,
  presence_penalty: (value) => value === 0,
  logit_bias: (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
}

/** Of OpenAI's chat request. */
export const NEUTRAL_IN_CHAT: NeutralFields = {
  ...SHARED,
  metadata: () => true,
  store: () => true,
  safety_identifier: () => true,
  prompt_cache_key: () => true,
  service_tier: (value) => value === 'auto' || value === 'default',
  parallel_tool_calls: () => true,
  tools: (value) => Array.isArray(value) && value.length === 0,
  modalities: (value) => Array.isArray(value) && value.length === 1 && value[0] === 'text',
  reasoning_effort: (value) => value === 'none',
}

/** Of OpenAI's older request for text. */
export const NEUTRAL_IN_COMPLETION: NeutralFields = {
  ...SHARED,
  echo: (value) => value === false,
  suffix: (value) => value === '',
  // As many as are asked for anyway are made.
  best_of: (value, body) => typeof value === 'number' && value >= 1 && value <= choicesIn(body),
}

/** Of OpenAI's request for vectors. */
export const NEUTRAL_IN_EMBEDDING: NeutralFields = { user: () => true }

/**
 * Takes the fields out of a request that ask for nothing here, and says so in the header `x-openledger-ignored`. At
 * other values they stay, and the request is refused as having an unknown field.
 *
 * @returns the request without them; what isn't an object comes back as it is
 */
export function dropNeutralFields(body: unknown, answerHeaders: Headers, neutral: NeutralFields): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const entries = Object.entries(body)
  const ignored = entries
    .filter(
      ([name, value]) => Object.hasOwn(neutral, name) && (value === null || neutral[name]?.(value, body) === true),
    )
    .map(([name]) => name)
  if (ignored.length > 0) answerHeaders.set('x-openledger-ignored', ignored.join(', '))
  return Object.fromEntries(entries.filter(([name]) => !ignored.includes(name)))
}

function choicesIn(body: object): number {
  return 'n' in body && typeof body.n === 'number' ? body.n : 1
}
