import { text } from '../text/text.ts'

/** Pages for everybody. */
export const explore = [
  { to: '/datanets', name: text.nav.datanets },
  { to: '/models', name: text.nav.models },
  { to: '/calls', name: text.nav.calls },
  { to: '/epochs', name: text.nav.epochs },
  { to: '/accounts', name: text.nav.accounts },
  { to: '/chat', name: text.nav.chat },
] as const

/** The page of who operates the gateway. */
export const operating = [{ to: '/operator', name: text.nav.operator }] as const

/** Pages of who is signed in. */
export const work = [
  { to: '/my-datanets', name: text.nav.myDatanets },
  { to: '/review', name: text.nav.review },
  { to: '/factory', name: text.nav.factory },
  { to: '/earnings', name: text.nav.earnings },
  { to: '/usage', name: text.nav.usage },
  { to: '/settings', name: text.nav.settings },
] as const
