import { useReachability } from '../api/reachability.ts'
import { formatTime } from '../format/formatTime.ts'
import { text } from '../text/text.ts'

/** A strip below the header while the gateway does not answer; what is on the page stays. */
export function Reach() {
  const { answers, lastAnswer } = useReachability()
  return (
    <div className="reach" role="status">
      {answers ? null : (
        <p>
          {lastAnswer === undefined
            ? text.state.unreachableAtOnce
            : text.state.unreachable(formatTime(Math.floor(lastAnswer / 1000)))}
        </p>
      )}
    </div>
  )
}
