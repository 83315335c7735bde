import { Link } from '@tanstack/react-router'
import { text } from '../text/text.ts'

/** The ways to the pages of one Datanet. */
export function DatanetTabs({ datanetId }: { readonly datanetId: string }) {
  const words = text.datanetTabs
  const tabs = [
    { to: '/datanets/$datanetId', name: words.overview },
    { to: '/datanets/$datanetId/versions', name: words.versions },
    { to: '/datanets/$datanetId/records', name: words.records },
    { to: '/datanets/$datanetId/access', name: words.access },
    { to: '/datanets/$datanetId/checks', name: words.checks },
  ] as const
  return (
    <nav className="tabs" aria-label={words.label}>
      {tabs.map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          params={{ datanetId }}
          className="tab"
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
