import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import { expect } from 'vitest'
import { answerTasks } from '../src/reviews/answerTasks.ts'
import { leaseTasks } from '../src/reviews/leaseTasks.ts'
import { listTasks } from '../src/reviews/listTasks.ts'
import type { ReviewWorld } from './reviewWorld.ts'

/** Has each account take what there is and answer it; every answer has to be taken. */
export async function reviewAll(
  { services }: Pick<ReviewWorld, 'services'>,
  datanetId: Hash32,
  says: readonly (readonly [Address, ReviewAnswer])[],
): Promise<void> {
  for (const [account, answer] of says) {
    await leaseTasks(services, datanetId, account, 20)
    const tasks = await listTasks(services, datanetId, account)
    if (tasks.length === 0) continue
    const given = tasks.map(({ taskId }) => ({ taskId, answer }))
    const results = await answerTasks(services, datanetId, account, given)
    expect(results.filter(({ taken }) => !taken)).toEqual([])
  }
}
