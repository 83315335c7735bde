import { type Command, EXIT } from '../command.ts'
import { openReview } from '../operations/openReview.ts'
import { showFacts } from '../operations/showFacts.ts'

export const command: Command = {
  path: ['review', 'progress'],
  summary: 'progress, ages and agreement of a review that you own or curate; with --json reviewers and pairs too',
  usage: 'DATANET --as ACCOUNT',
  options: { as: { type: 'string', help: 'the Datanet’s owner or a curator' } },
  run: async (context) => {
    const { datanetId, review } = await openReview(context)
    const dashboard = await review.dashboard(datanetId)
    const { records, tasks, oldest, desks, reviewsMissing, byDeadline, alpha, reviewers } = dashboard
    const since = (at: number | null) => (at === null ? 'nothing waits' : new Date(at * 1000).toISOString())
    showFacts(context, dashboard, [
      ...Object.entries(records).map(([name, count]) => [`records ${name}`, String(count)] as const),
      ['reviews missing', String(reviewsMissing)],
      ...Object.entries(tasks).map(([name, count]) => [`tasks ${name}`, String(count)] as const),
      ['open since', since(oldest.open)],
      ['before curators', `${desks.curators}, ${since(oldest.curators)}`],
      ['before the owner', `${desks.owner}, ${since(oldest.owner)}`],
      ['refused by deadline', String(byDeadline)],
      ['Krippendorff’s α', alpha === null ? 'not known yet' : alpha.toFixed(3)],
      ['reviewers', String(reviewers.length)],
    ])
    return EXIT.ok
  },
}
