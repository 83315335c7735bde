import type { Call } from '@openledger/core/api/calls.ts'
import type { Credit } from '@openledger/core/payout/payCall.ts'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { formatTime } from '../format/formatTime.ts'
import { EpochLink } from '../parts/links.tsx'
import { Loaded } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import { CALL_STEPS } from './messages.ts'
import { toShownCall } from './toShownCall.ts'
import { useVerification } from './useVerification.ts'
import { VerifyOutcome } from './VerifyOutcome.tsx'
import { VerifySteps } from './VerifySteps.tsx'

/** Checks one call by the reader's own machine: what can be looked at now, step by step, and what only an epoch will show. */
export function VerifyCall({ call, derived }: { readonly call: Call; readonly derived: readonly Credit[] }) {
  const info = useQuery(queries.info())
  const { verification, start, stop } = useVerification()
  const words = text.verifyCall
  const { state, epochState } = verification
  const shown = toShownCall(call, derived)
  if (shown === undefined) return null
  const inEpoch = verification.inEpoch ?? call.epoch !== null
  const names = [
    ...(shown.words === undefined ? [] : ['words' as const]),
    ...(inEpoch
      ? CALL_STEPS.inEpoch
      : CALL_STEPS.before.filter(
          (name) => shown.attribution !== null || ['signature', 'models and prices', 'fee'].includes(name),
        )),
  ]
  return (
    <Loaded query={info} lines={1}>
      {({ rpcUrl, chainId, addresses, operator }) => (
        <div className="verify-call">
          <p className="actions">
            <button
              type="button"
              className="button-quiet"
              disabled={state === 'running'}
              onClick={() => start({ rpcUrl, chainId, addresses, operator, call: shown })}
            >
              {state === 'idle' ? words.start : text.verify.again}
            </button>
            {state === 'running' ? (
              <button type="button" className="button-quiet" onClick={stop}>
                {text.verify.stop}
              </button>
            ) : null}
          </p>
          <p className="note">{words.lead(rpcUrl)}</p>
          {state === 'idle' ? null : (
            <VerifySteps verification={verification} steps={names.map((name) => [name, words.steps[name]])} />
          )}
          <VerifyOutcome
            verification={verification}
            holds={inEpoch ? words.holds : words.holdsSoFar}
            differs={words.differs}
          />
          {state === 'holds' && !inEpoch ? (
            <div className="note">
              <p>{shown.attribution === null ? words.notAttributed : words.later}</p>
              <ul className="verify-later">
                {CALL_STEPS.later.map((name) => (
                  <li key={name}>{words.steps[name]}</li>
                ))}
              </ul>
            </div>
          ) : null}
          {epochState === undefined ? null : (
            <p className="note">
              <EpochLink number={epochState.number} name={text.call.epochLink(epochState.number)} />{' '}
              {words.epochState[epochState.status](formatTime(epochState.finalizesAt))}
            </p>
          )}
        </div>
      )}
    </Loaded>
  )
}
