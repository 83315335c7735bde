import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { AccountMenu } from '../account/AccountMenu.tsx'
import { useIsOperator } from '../account/useIsOperator.ts'
import { useSignedIn } from '../api/signedIn.ts'
import { text } from '../text/text.ts'
import { Disclosure } from './Disclosure.tsx'
import { NavLinks } from './NavLinks.tsx'
import { Reach } from './Reach.tsx'
import { Search } from './Search.tsx'
import { ThemeSwitch } from './ThemeSwitch.tsx'
import { explore, operating, work } from './work.ts'

/** What is around every page: the way to the others, the search, who is signed in, and whether the gateway answers. */
export function Shell() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const signedIn = useSignedIn() !== undefined
  const isOperator = useIsOperator() === true
  const own = isOperator ? [...work, ...operating] : work
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
          <NavLinks label={text.nav.label} className="nav" pages={explore} />
          <Search />
          <ThemeSwitch />
          <AccountMenu />
          <Disclosure className="menu" label={text.nav.menu} button={text.nav.menu}>
            <p className="menu-title">{text.nav.explore}</p>
            <NavLinks label={text.nav.label} className="menu-links" pages={explore} />
            {signedIn ? (
              <>
                <p className="menu-title">{text.nav.work}</p>
                <NavLinks label={text.nav.work} className="menu-links" pages={own} />
              </>
            ) : null}
          </Disclosure>
        </div>
        {signedIn ? (
          <div className="work-bar">
            <NavLinks label={text.nav.work} className="work-links" pages={own} />
          </div>
        ) : null}
      </header>
      <Reach />
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  )
}
