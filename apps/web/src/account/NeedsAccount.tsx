import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSignedIn } from '../api/signedIn.ts'
import { Empty, Loading } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import { type Actor, useActor } from './useActor.ts'

/** Shows its children to who is signed in; to others, what signing in is for here and the way to it. */
export function NeedsAccount(props: {
  /** What one would do here, as the end of "Sign in to …". */
  readonly toDo: string
  readonly children: ReactNode | ((actor: Actor) => ReactNode)
}) {
  const token = useSignedIn()
  const actor = useActor()
  if (token === undefined)
    return (
      <Empty title={text.acting.first(props.toDo)}>
        <Link to="/sign-in">{text.acting.signIn}</Link>
      </Empty>
    )
  if (actor === undefined) return <Loading lines={3} />
  return typeof props.children === 'function' ? props.children(actor) : props.children
}
