import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSignedIn } from '../api/signedIn.ts'
import { text } from '../text/text.ts'
import { Reach } from './Reach.tsx'
import { Search } from './Search.tsx'
import { ThemeSwitch } from './ThemeSwitch.tsx'

const pages = [
  { to: '/datanets', name: text.nav.datanets },
  { to: '/models', name: text.nav.models },
  { to: '/calls', name: text.nav.calls },
  { to: '/epochs', name: text.nav.epochs },
  { to: '/accounts', name: text.nav.accounts },
  { to: '/chat', name: text.nav.chat },
] as const

/** What is around every page: the way to the others, the search, the theme, and whether the gateway answers. */
export function Shell() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const signedIn = useSignedIn()
  const first = useRef(true)
  useEffect(() => {
    // A screen reader and the Tab key go on from the new page, not from the link that led to it.
    if (first.current) first.current = false
    else if (pathname !== '') main.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <>
      <a className="skip" href="#main">
        {text.nav.skip}
      </a>
      <header className="bar">
        <div className="bar-inner">
          <Link to="/" className="brand" aria-label={`${text.name}, ${text.nav.home}`}>
            <span className="brand-mark" aria-hidden="true" />
            <span className="brand-name">{text.name}</span>
          </Link>
          <nav className="nav" aria-label={text.nav.label}>
            {pages.map(({ to, name }) => (
              <Link key={to} to={to} className="nav-link" activeProps={{ 'aria-current': 'page' }}>
                {name}
              </Link>
            ))}
            <Link to="/sign-in" className="nav-link" activeProps={{ 'aria-current': 'page' }}>
              {signedIn === undefined ? text.nav.signIn : text.nav.signedIn}
            </Link>
          </nav>
          <Search />
          <ThemeSwitch />
        </div>
      </header>
      <Reach />
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  )
}
