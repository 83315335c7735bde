import { formOf } from './formOf.ts'
import { checkContent } from './runChecks.ts'
import type { ContentJudgement, ContentToJudge } from './threadTask.ts'

/** All that can be said of a record by itself: what the content checks find, and the parts of its quality by form. */
export function judgeContent({ content, asked }: ContentToJudge): ContentJudgement {
  return { findings: checkContent(content, asked), form: formOf(content) }
}
