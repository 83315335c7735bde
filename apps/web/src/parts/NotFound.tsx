import { Link } from '@tanstack/react-router'
import { text } from '../text/text.ts'
import { Page } from './Page.tsx'

/** For an address that is no page. */
export function NotFound() {
  return (
    <Page title={text.notFound.title} lead={text.notFound.body}>
      <p>
        <Link to="/">{text.notFound.home}</Link>
      </p>
    </Page>
  )
}
