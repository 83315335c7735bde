import { useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { useSignedIn } from '../../api/signedIn.ts'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { DeskTask } from './DeskTask.tsx'
import { Key } from './Key.tsx'
import { ReviewFrame } from './ReviewFrame.tsx'
import { useDesk } from './useDesk.ts'
import { focusTask, useDeskKeys } from './useDeskKeys.ts'

/** Where records are reviewed, by keys. */
export function DeskPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/review/desk' })
  const words = text.desk
  const token = useSignedIn()
  return (
    <ReviewFrame datanetId={datanetId} title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        {token === undefined ? null : <Tasks key={token} datanetId={datanetId} token={token} />}
      </NeedsAccount>
    </ReviewFrame>
  )
}

function Tasks({ datanetId, token }: { readonly datanetId: string; readonly token: string }) {
  const words = text.desk
  const desk = useDesk(datanetId, token)
  const [help, setHelp] = useState(false)
  useDeskKeys(
    desk,
    useCallback(() => setHelp((shown) => !shown), []),
  )
  const shown = desk.focus?.taskId
  const before = useRef(shown)
  useEffect(() => {
    // By keys or after an answer: what is read next has the focus, unless somebody writes.
    if (before.current !== shown && !(document.activeElement instanceof HTMLTextAreaElement)) focusTask(shown)
    before.current = shown
  }, [shown])
  return (
    <div className="desk">
      <div className="actions desk-bar">
        <button type="button" className="button-quiet" disabled={desk.busy} onClick={desk.take}>
          {desk.tasks.length === 0 ? words.take : words.takeMore} <Key name="n" />
        </button>
        {desk.tasks.length > 1 ? (
          <button type="button" className="button-quiet" aria-keyshortcuts="s" onClick={desk.selectSimilar}>
            {words.similar} <Key name="s" />
          </button>
        ) : null}
        {desk.chosen.length > 0 ? (
          <>
            <button type="button" className="button" aria-keyshortcuts="b" onClick={desk.acceptChosen}>
              {words.acceptSelected} ({desk.chosen.length}) <Key name="b" />
            </button>
            <button type="button" className="link" onClick={desk.clear}>
              {words.clear}
            </button>
          </>
        ) : null}
        <button type="button" className="link" aria-expanded={help} onClick={() => setHelp(!help)}>
          {help ? words.hideKeys : words.showKeys} <Key name="?" />
        </button>
      </div>
      {help ? (
        <dl className="keys" aria-label={words.keys}>
          {words.keyList.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p role="status" className="desk-said">
        {desk.said}
      </p>
      {desk.error === undefined ? null : <Failure error={desk.error} />}
      <Loaded query={desk.query} lines={8}>
        {() =>
          desk.tasks.length === 0 ? (
            <Empty title={desk.isDry ? words.nothing : words.empty}>
              {desk.isDry ? words.nothingBody : words.emptyBody}
            </Empty>
          ) : (
            <div role="feed" aria-label={words.tasks} aria-busy={desk.busy} className="tasks">
              {desk.tasks.map((task, i) => (
                <DeskTask key={task.taskId} desk={desk} task={task} number={i + 1} />
              ))}
            </div>
          )
        }
      </Loaded>
    </div>
  )
}
