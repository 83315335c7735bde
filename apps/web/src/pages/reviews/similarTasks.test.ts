import { expect, test } from 'vitest'
import { similarTasks } from './similarTasks.ts'

const task = (taskId: string, prompt: string, answer: string) => ({
  taskId,
  dueAt: 0,
  content: { kind: 'qa' as const, prompts: [prompt], answer },
})

test('tasks with mostly the same words are similar, others are not; a task is similar to itself', () => {
  const tasks = [
    task('a', 'What does the code E11.9 stand for?', 'Type 2 diabetes without complications'),
    task('b', 'What does the code E10.9 stand for?', 'Type 1 diabetes without complications'),
    task('c', 'Where do puffins nest?', 'In burrows on cliffs'),
    task('d', '?', '!'),
  ]
  expect(similarTasks(tasks, 'a')).toEqual(['a', 'b'])
  expect(similarTasks(tasks, 'c')).toEqual(['c'])
  expect(similarTasks(tasks, 'd')).toContain('d')
  expect(similarTasks(tasks, 'gone')).toEqual([])
})
