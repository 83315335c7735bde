import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import { useState } from 'react'
import { useAction } from './useAction.ts'
import type { Actor } from './useActor.ts'

/** Sends calls of who is signed in, one at a time: whether one is under way, what it came to, why it failed. */
export function useSend(actor: Actor) {
  const [hash, setHash] = useState<string>()
  const { busy, error, run } = useAction()
  const send = (call: ContractCall, what: string, then: () => Promise<unknown> | undefined = () => undefined) =>
    run(async () => {
      setHash(undefined)
      const sent = await actor.send(call, what)
      await then()
      setHash(sent)
    })
  return { kind: actor.kind, busy, error, hash, send }
}
