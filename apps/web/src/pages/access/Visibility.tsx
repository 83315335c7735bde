import { setVisibility } from '@openledger/core/api/access.ts'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../account/useAction.ts'
import { ask } from '../../api/ask.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** Whether the contents are open, and for the owner the switch. */
export function Visibility(props: { readonly datanetId: string; readonly isOwner: boolean }) {
  const { datanetId, isOwner } = props
  const key = useSignedIn()
  const reading = useQuery(versionQueries.reading(datanetId, key))
  const { busy, error, run } = useAction()
  const words = text.accessPage
  const set = (visibility: 'private' | 'public') =>
    run(async () => {
      await ask(setVisibility, { params: { datanetId }, body: { visibility }, key })
      await reading.refetch()
    })
  return (
    <Section title={words.reading}>
      <Loaded query={reading} lines={2}>
        {({ visibility }) => (
          <>
            <p>{words[visibility]}</p>
            {isOwner ? (
              <p className="actions">
                <button
                  type="button"
                  className="button-quiet"
                  disabled={busy}
                  onClick={() => void set(visibility === 'public' ? 'private' : 'public')}
                >
                  {visibility === 'public' ? words.close : words.open}
                </button>
              </p>
            ) : null}
          </>
        )}
      </Loaded>
      {error === undefined ? null : <Failure error={error} />}
    </Section>
  )
}
