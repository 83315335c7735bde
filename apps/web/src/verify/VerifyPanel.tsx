import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { Facts } from '../parts/Facts.tsx'
import { Section } from '../parts/Page.tsx'
import { Loaded } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import { VERIFY_STEPS } from './messages.ts'
import { useVerification } from './useVerification.ts'
import { VerifyOutcome } from './VerifyOutcome.tsx'
import { VerifySteps } from './VerifySteps.tsx'

/** The whole verification of an epoch, by the reader's own machine. */
export function VerifyPanel({ number, posted }: { readonly number: number; readonly posted: boolean }) {
  const info = useQuery(queries.info())
  const { verification, start, stop } = useVerification()
  const words = text.verify
  const { state } = verification
  return (
    <div id="verify">
      <Section title={words.title} lead={words.lead}>
        {posted ? (
          <Loaded query={info} lines={2}>
            {({ rpcUrl, chainId, addresses, operator }) => (
              <>
                <p className="actions">
                  <button
                    type="button"
                    className="button"
                    disabled={state === 'running'}
                    onClick={() => start({ rpcUrl, chainId, addresses, operator, number })}
                  >
                    {state === 'idle' ? words.start(number) : words.again}
                  </button>
                  {state === 'running' ? (
                    <button type="button" className="button-quiet" onClick={stop}>
                      {words.stop}
                    </button>
                  ) : null}
                </p>
                <Facts
                  facts={[
                    [
                      words.rpc,
                      <span key="rpc" className="hex">
                        {rpcUrl}
                      </span>,
                    ],
                    [
                      words.settlement,
                      <span key="settlement" className="hex">
                        {addresses.settlement}
                      </span>,
                    ],
                    [
                      words.operator,
                      <span key="operator" className="hex">
                        {operator}
                      </span>,
                    ],
                  ]}
                />
                {state === 'running' && verification.steps.length === 0 && number > 1 ? (
                  <p className="note">{words.before(number - 1)}</p>
                ) : null}
                {state === 'idle' ? null : (
                  <VerifySteps
                    verification={verification}
                    steps={VERIFY_STEPS.map((name) => [name, words.steps[name]])}
                  />
                )}
                <VerifyOutcome verification={verification} holds={words.holds} differs={words.differenceLead} />
              </>
            )}
          </Loaded>
        ) : (
          <p className="note">{words.notPosted}</p>
        )}
      </Section>
    </div>
  )
}
