import type { RecordContent } from './recordContent.ts'

/** All that a record says, a line for each of its texts: what its length counts and its words are taken from. */
export function textOf(content: RecordContent): string {
  return content.kind === 'qa'
    ? [...content.prompts, content.answer].join('\n')
    : [content.title, content.text, content.url].join('\n')
}
