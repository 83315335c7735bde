import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { createContents } from '@openledger/db/contents/createContents.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { answerTasks } from '../src/reviews/answerTasks.ts'
import { leaseTasks } from '../src/reviews/leaseTasks.ts'
import { listTasks } from '../src/reviews/listTasks.ts'
import { sweepReviews } from '../src/reviews/sweepReviews.ts'
import { person } from './reviewWorld.ts'

/** Reviews a Datanet without end, by several people at once, until it is killed: `node reviewKillChild.ts URL DATANET`. */
const [url, id] = process.argv.slice(2)
const datanetId = hex32Schema.parse(id)
const { db } = await openDatabase({ url })
const services = {
  db,
  clock: Date,
  contents: createContents(new Uint8Array(32)),
  sealingSecret: new Uint8Array(32).fill(7),
}
const answers = [
  { verdict: 'accept', reason: null, note: null },
  { verdict: 'refuse', reason: 'wrong', note: null },
  { verdict: 'unsure', reason: null, note: null },
] as const

async function reviewAs(number: number): Promise<void> {
  for (let round = 0; ; round += 1) {
    await leaseTasks(services, datanetId, person(number), 3)
    const tasks = await listTasks(services, datanetId, person(number))
    const given = tasks.map(({ taskId }, i) => ({ taskId, answer: answers[(i + number + round) % 3] ?? answers[2] }))
    if (given.length > 0) await answerTasks(services, datanetId, person(number), given)
    else await sweepReviews(services)
    process.stdout.write('.')
  }
}
await Promise.all([200, 201, 202, 203].map(reviewAs))
