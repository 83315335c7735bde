import { text } from '../text/text.ts'
import { Page } from './Page.tsx'
import { Failure } from './State.tsx'

/** In place of a page that threw. */
export function Broken({ error }: { readonly error: unknown }) {
  return (
    <Page title={text.state.broken} lead={text.state.brokenHint}>
      <Failure error={error instanceof Error ? error : new Error(String(error))} retry={() => location.reload()} />
    </Page>
  )
}
