import { reviewReasons } from '@openledger/core/api/reviewAnswers.ts'
import type { ReviewTaskView } from '@openledger/core/api/reviewTasks.ts'
import { formatTime } from '../../format/formatTime.ts'
import { text } from '../../text/text.ts'
import { Key } from './Key.tsx'
import { RecordText } from './RecordText.tsx'
import type { Desk } from './useDesk.ts'

/** One task of the desk. The one in hand has its buttons; the others show their words. */
export function DeskTask(props: { readonly desk: Desk; readonly task: ReviewTaskView; readonly number: number }) {
  const { desk, task, number } = props
  const { taskId } = task
  const words = text.desk
  const inHand = desk.focus?.taskId === taskId
  const isChosen = desk.chosen.includes(task)
  return (
    <article
      id={`task-${taskId}`}
      className="task"
      tabIndex={inHand ? 0 : -1}
      aria-current={inHand ? 'true' : undefined}
      aria-posinset={number}
      aria-setsize={desk.tasks.length}
      aria-labelledby={`name-${taskId}`}
      onFocus={() => inHand || desk.setCurrent(taskId)}
    >
      <p className="task-head">
        <strong id={`name-${taskId}`}>{words.task(number, desk.tasks.length)}</strong>
        <span className="quiet">{words.due(formatTime(task.dueAt))}</span>
        <label>
          <input type="checkbox" checked={isChosen} onChange={() => desk.toggle(taskId)} /> {words.select}
        </label>
      </p>
      <RecordText content={task.content} />
      {inHand ? (
        <>
          <label className="task-note">
            {words.note}
            <textarea
              id={`note-${taskId}`}
              rows={2}
              maxLength={1_000}
              value={desk.notes.of(taskId)}
              onChange={(event) => desk.notes.write(taskId, event.target.value)}
            />
          </label>
          {desk.refusing ? <Reasons desk={desk} /> : <Answers desk={desk} />}
        </>
      ) : null}
    </article>
  )
}

function Answers({ desk }: { readonly desk: Desk }) {
  const words = text.desk
  return (
    <div className="actions">
      <button type="button" className="button" aria-keyshortcuts="a" onClick={() => desk.answer('accept')}>
        {words.accept} <Key name="a" />
      </button>
      <button type="button" className="button-quiet" aria-keyshortcuts="r" onClick={() => desk.setRefusing(true)}>
        {words.refuse} <Key name="r" />
      </button>
      <button type="button" className="button-quiet" aria-keyshortcuts="u" onClick={() => desk.answer('unsure')}>
        {words.unsure} <Key name="u" />
      </button>
    </div>
  )
}

function Reasons({ desk }: { readonly desk: Desk }) {
  const words = text.desk
  return (
    <fieldset className="plain">
      <legend>{words.reason}</legend>
      <div className="actions">
        {reviewReasons.map((reason, i) => (
          <button
            key={reason}
            type="button"
            className="button-quiet"
            aria-keyshortcuts={String(i + 1)}
            onClick={() => desk.answer('refuse', reason)}
          >
            <Key name={String(i + 1)} /> {text.reviews.reasons[reason]}
          </button>
        ))}
        <button type="button" className="link" onClick={() => desk.setRefusing(false)}>
          {words.cancel}
        </button>
      </div>
    </fieldset>
  )
}
