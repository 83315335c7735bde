import type { ContentCheck, Finding } from './check.ts'
import { recordTexts } from './recordTexts.ts'

/**
 * Refuses records that cannot teach anything: a prompt, title or document text without a word, or an answer that only
 * repeats the prompt. An answer may be a bare number or code. Marks a prompt that the same record already has.
 */
export const meaning: ContentCheck = {
  name: 'meaning',
  run: (content) => {
    const findings: Finding[] = recordTexts(content)
      .filter(({ name, text }) =>
        name === 'the answer' ? !/[\p{L}\p{N}]/u.test(text) : !/\p{L}{2}|[\p{Lo}]/u.test(text),
      )
      .map(({ name }) => refuse('DATA_WITHOUT_WORDS', `There is no word in ${name}.`))
    if (content.kind !== 'qa') return findings

    const said = new Set<string>()
    for (const [at, prompt] of content.prompts.entries()) {
      const plain = plainWords(prompt)
      if (plain !== '' && plain === plainWords(content.answer)) {
        findings.push(refuse('DATA_ANSWER_ECHOES_PROMPT', `The answer only repeats prompt ${at + 1}.`))
      }
      if (said.has(plain)) {
        findings.push({
          check: 'meaning',
          verdict: 'mark',
          code: 'DATA_PROMPT_REPEATED',
          reason: `Prompt ${at + 1} is an earlier prompt of this record again; other wordings teach more.`,
        })
      }
      said.add(plain)
    }
    return findings
  },
}

function refuse(code: Finding['code'], reason: string): Finding {
  return { check: 'meaning', verdict: 'refuse', code, reason }
}

/** Letters and digits only, lower case, one space between words. */
function plainWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}
