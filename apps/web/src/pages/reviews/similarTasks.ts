import type { ReviewTaskView } from '@openledger/core/api/reviewTasks.ts'

/** Share of words that two tasks have in common to be called similar. */
const SIMILAR = 0.5

function wordsOf({ content }: ReviewTaskView): Set<string> {
  const said = content.kind === 'qa' ? [...content.prompts, content.answer] : [content.title, content.text]
  return new Set(
    said
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  )
}

/** Ids of the tasks whose words are mostly those of one of them (Jaccard index of the words), itself included. */
export function similarTasks(tasks: readonly ReviewTaskView[], taskId: string): string[] {
  const one = tasks.find((task) => task.taskId === taskId)
  if (one === undefined) return []
  const words = wordsOf(one)
  return tasks
    .filter((task) => {
      const others = wordsOf(task)
      const common = [...others].filter((word) => words.has(word)).length
      return task === one || common >= SIMILAR * (words.size + others.size - common)
    })
    .map((task) => task.taskId)
}
