import { LOG_LEVELS, type LogLevel, type LogLine } from '@openledger/core/api/operator.ts'
import { useDeferredValue, useLayoutEffect, useRef, useState } from 'react'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loading } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { useLog } from './useLog.ts'

/** The log's last lines as they come, from a level on, with some words. */
export function Log({ token }: { readonly token: string }) {
  const words = text.operator
  const [level, setLevel] = useState<LogLevel>('info')
  const [sought, setSought] = useState('')
  const [follows, setFollows] = useState(true)
  const { lines, error } = useLog(token, { level, text: useDeferredValue(sought) }, follows)
  return (
    <Section title={words.logs} lead={words.logsLead}>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>{words.level}</span>
          <select
            value={level}
            onChange={({ target }) => setLevel(LOG_LEVELS.find((one) => one === target.value) ?? 'info')}
          >
            {LOG_LEVELS.map((one) => (
              <option key={one} value={one}>
                {words.levels[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="filter-wide">
          <span>{words.words}</span>
          <input type="search" maxLength={200} value={sought} onChange={({ target }) => setSought(target.value)} />
        </label>
        <button type="button" className="button-quiet" aria-pressed={follows} onClick={() => setFollows(!follows)}>
          {follows ? words.pause : words.follow}
        </button>
      </form>
      {error === undefined ? null : <Failure error={error} />}
      {lines === undefined ? (
        error === undefined ? (
          <Loading lines={6} />
        ) : null
      ) : lines.length === 0 ? (
        <Empty title={words.logsEmpty}>{words.logsEmptyBody}</Empty>
      ) : (
        <Lines lines={lines} />
      )}
    </Section>
  )
}

/** Stays at the newest line unless somebody has scrolled up to read. */
function Lines({ lines }: { readonly lines: readonly LogLine[] }) {
  const box = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the lines that make the box longer
  useLayoutEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [lines])
  return (
    <ol
      ref={box}
      className="log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      aria-label={text.operator.lines}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 8
      }}
    >
      {lines.map(({ sequence, time, level, event, facts }) => (
        <li key={sequence} className={`log-line log-${level}`}>
          <time className="quiet">{new Date(time).toISOString().slice(11, 23)}</time>{' '}
          <span className="log-level">{text.operator.levels[level]}</span> <span className="log-event">{event}</span>{' '}
          <span className="quiet">{factsText(facts)}</span>
        </li>
      ))}
    </ol>
  )
}

function factsText(facts: LogLine['facts']): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}
