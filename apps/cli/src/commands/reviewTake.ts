import { REVIEW_TASKS_MAX } from '@openledger/core/api/reviewTasks.ts'
import { type Command, EXIT } from '../command.ts'
import { contentLines, openReview } from '../operations/openReview.ts'
import { readWhole } from '../operations/readArguments.ts'

export const command: Command = {
  path: ['review', 'take'],
  summary: 'take records to review, or see those that you have',
  usage: 'DATANET --as ACCOUNT [--up-to N]',
  options: {
    as: { type: 'string', help: 'the account that reviews' },
    'up-to': { type: 'string', help: `tasks to have in all, 0 to ${REVIEW_TASKS_MAX} (default 5; 0: those you have)` },
  },
  run: async (context) => {
    const { terminal, json, values } = context
    const upTo = readWhole(values, 'up-to', REVIEW_TASKS_MAX, 5)
    const { datanetId, review } = await openReview(context)
    const { data } = await (upTo === 0 ? review.listTasks(datanetId) : review.takeTasks(datanetId, upTo))
    if (json) terminal.out(JSON.stringify(data, null, 2))
    else if (data.length === 0) terminal.progress('nothing to review for this account now')
    else
      for (const { taskId, content, dueAt } of data) {
        terminal.out(`${taskId}  until ${new Date(dueAt * 1000).toISOString()}`)
        for (const line of contentLines(content)) terminal.out(line)
      }
    return EXIT.ok
  },
}
