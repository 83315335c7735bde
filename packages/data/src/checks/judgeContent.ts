import { formOf } from './formOf.ts'
import { languageOf } from './language.ts'
import { recordTexts } from './recordTexts.ts'
import { checkContent } from './runChecks.ts'
import type { ContentJudgement, ContentToJudge } from './threadTask.ts'

/** All that can be said of a record by itself: what the content checks find, the parts of its quality by form, its language. */
export function judgeContent({ content, asked }: ContentToJudge): ContentJudgement {
  const findings = checkContent(content, asked)
  const form = formOf(content)
  const all = recordTexts(content).map(({ text }) => text)
  return { findings, form, language: languageOf(all.join('\n'))?.language ?? null }
}
