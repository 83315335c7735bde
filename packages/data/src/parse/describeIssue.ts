import type { z } from 'zod'

/** Names the field and the rule it breaks; never quotes the value, which may be long or private. */
export function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it is not a record'
  const field = issue.path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : String(part))).join(' ')
  if (issue.code === 'unrecognized_keys') {
    return `it has ${issue.keys.length} unknown field${issue.keys.length === 1 ? '' : 's'}`
  }
  if (issue.path.at(-1) === 'kind') return 'its kind must be "qa" or "document"'
  return `${field === '' ? 'the record' : field} ${issue.message}`
}
