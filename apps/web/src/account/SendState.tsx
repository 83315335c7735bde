import { WholeHex } from '../parts/Hex.tsx'
import { Failure } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import type { useSend } from './useSend.ts'

/** Says how a call stands that was sent: under way, done, refused and why. */
export function SendState({ sending }: { readonly sending: Omit<ReturnType<typeof useSend>, 'send'> }) {
  const { kind, busy, error, hash } = sending
  return (
    <>
      {error === undefined ? null : <Failure error={error} />}
      <div role="status">
        {busy ? <p className="note">{text.acting.waiting[kind]}</p> : null}
        {hash === undefined ? null : (
          <p className="done-line">
            {text.acting.sent} <WholeHex value={hash} what={text.acting.transaction} />
          </p>
        )}
      </div>
    </>
  )
}
