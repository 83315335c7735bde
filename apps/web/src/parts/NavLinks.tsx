import { Link } from '@tanstack/react-router'
import type { explore, operating, work } from './work.ts'

/** Links to pages; the one that is open says so. */
export function NavLinks(props: {
  readonly label: string
  readonly className: string
  readonly pages: readonly ((typeof explore)[number] | (typeof work)[number] | (typeof operating)[number])[]
}) {
  return (
    <nav className={props.className} aria-label={props.label}>
      {props.pages.map(({ to, name }) => (
        <Link key={to} to={to} className="nav-link" activeProps={{ 'aria-current': 'page' }}>
          {name}
        </Link>
      ))}
    </nav>
  )
}
