import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { Facts } from '../parts/Facts.tsx'
import { Section } from '../parts/Page.tsx'
import { Loaded } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import { useVerification, type Verification } from './useVerification.ts'
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
                {state === 'idle' ? null : <VerifySteps verification={verification} number={number} />}
                <Outcome verification={verification} />
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

function Outcome({ verification }: { readonly verification: Verification }) {
  const words = text.verify
  const { state, difference, failure, milliseconds } = verification
  return (
    <div role="status" className="verify-outcome" data-state={state}>
      {state === 'holds' ? (
        <p className="verdict verdict-good">
          {words.holds} <span className="quiet">{words.seconds(((milliseconds ?? 0) / 1000).toFixed(1))}</span>
        </p>
      ) : null}
      {state === 'stopped' ? <p className="note">{words.stopped}</p> : null}
      {difference === undefined ? null : (
        <div className="failure">
          <p className="failure-title">
            {words.difference}: {difference.message}
          </p>
          <p>{words.differenceLead}</p>
          <Facts
            facts={(['code', 'epoch', 'file', 'leaf', 'field', 'expected', 'found'] as const)
              .filter((field) => difference[field] !== '')
              .map((field) => [
                words.fields[field],
                <span key={field} className="hex">
                  {difference[field]}
                </span>,
              ])}
          />
        </div>
      )}
      {failure === undefined ? null : (
        <div className="failure">
          <p className="failure-title">
            {words.impossible}: {failure.message}
          </p>
          {failure.hint === undefined ? null : <p>{failure.hint}</p>}
          {failure.code === undefined ? null : (
            <p className="failure-code">
              {text.state.code} <code>{failure.code}</code>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
