import type { ApiAuth } from '@openledger/core/api/apiRoute.ts'

/** Who is behind a request: what each of them is to the objects of the world (world.ts). */
export const persons = [
  'owner',
  'curator',
  'contributor',
  'developer',
  'lapsedDeveloper',
  'revokedDeveloper',
  'payer',
  'operator',
  'keptAccount',
  'reviewer',
  'stranger',
] as const
export type Person = (typeof persons)[number]

/** Numbers of those who have accounts of the development chain; the others' keys are new. */
export const indexes = {
  operator: 1,
  owner: 2,
  contributor: 3,
  curator: 4,
  stranger: 5,
  developer: 6,
  lapsedDeveloper: 7,
  payer: 8,
  revokedDeveloper: 9,
} as const
export type DevPerson = keyof typeof indexes

/** With what they come: nothing, or a credential that holds, held once, or was meant for something else. */
export const vias = [
  'nothing',
  'nonsense',
  'key',
  'training key',
  'revoked key',
  'lapsed key',
  'session',
  'ended session',
  'lapsed session',
  'signature',
  'used signature',
  'stale signature',
  'signature of another request',
] as const
export type Via = (typeof vias)[number]

/** One column of the matrix. */
export type Caller = { readonly person: Person | 'nobody'; readonly via: Via }

/** Every person by session and by signature; keys of two; the owner's credentials that hold no more. */
export const callers: readonly Caller[] = [
  { person: 'nobody', via: 'nothing' },
  { person: 'nobody', via: 'nonsense' },
  { person: 'payer', via: 'key' },
  { person: 'stranger', via: 'key' },
  { person: 'developer', via: 'training key' },
  { person: 'payer', via: 'revoked key' },
  { person: 'payer', via: 'lapsed key' },
  { person: 'owner', via: 'ended session' },
  { person: 'owner', via: 'lapsed session' },
  { person: 'operator', via: 'used signature' },
  { person: 'operator', via: 'stale signature' },
  { person: 'operator', via: 'signature of another request' },
  ...persons.map((person) => ({ person, via: 'session' as const })),
  ...persons.map((person) => ({ person, via: 'signature' as const })),
]

const badSession = { key: 'AUTH_KEY_INVALID', session: 'SESSION_INVALID', account: 'SESSION_INVALID' }
/** A token that is no session's is a key's where a route takes both. */
const badKey = { ...badSession, keyOrAccount: 'AUTH_KEY_INVALID' }
const endedSession = { ...badSession, keyOrAccount: 'SESSION_INVALID' }
const badSignature = (code: string) => ({
  key: 'AUTH_KEY_MISSING',
  session: 'SESSION_MISSING',
  account: code,
  signed: code,
  keyOrAccount: code,
})
const MALFORMED = 'REQUEST_AUTHORIZATION_MALFORMED'

/** The code with which a credential is refused, by what the route asks for (`key` stands for all that take keys). */
const refusals: Readonly<
  Record<Via, Partial<Record<'key' | 'session' | 'account' | 'signed' | 'keyOrAccount', string>>>
> = {
  nothing: {
    key: 'AUTH_KEY_MISSING',
    session: 'SESSION_MISSING',
    account: MALFORMED,
    signed: MALFORMED,
    keyOrAccount: MALFORMED,
  },
  nonsense: { ...badKey, signed: MALFORMED },
  key: {
    session: 'SESSION_INVALID',
    account: 'SESSION_INVALID',
    signed: MALFORMED,
    keyOrAccount: 'KEY_SCOPE_MISSING',
  },
  'training key': {
    key: 'KEY_SCOPE_MISSING',
    session: 'SESSION_INVALID',
    account: 'SESSION_INVALID',
    signed: MALFORMED,
  },
  'revoked key': { ...badKey, signed: MALFORMED },
  'lapsed key': { ...badSession, key: 'AUTH_KEY_EXPIRED', signed: MALFORMED, keyOrAccount: 'AUTH_KEY_EXPIRED' },
  session: { key: 'AUTH_KEY_INVALID', signed: MALFORMED },
  'ended session': { ...endedSession, signed: MALFORMED },
  'lapsed session': { ...endedSession, signed: MALFORMED },
  signature: { key: 'AUTH_KEY_MISSING', session: 'SESSION_MISSING' },
  'used signature': badSignature('REQUEST_REPLAYED'),
  'stale signature': badSignature('REQUEST_EXPIRED'),
  'signature of another request': badSignature('SIGNATURE_WRONG_SIGNER'),
}

/** Whom a route takes a caller for: a person, nobody in particular, or one who is refused at the door by a code. */
export function identified(
  auth: ApiAuth,
  { person, via }: Caller,
): { person: Person | 'nobody' } | { refused: string } {
  if (auth === 'none') return { person: 'nobody' }
  if ((auth === 'keyOptional' || auth === 'accountOptional') && via === 'nothing') return { person: 'nobody' }
  const kind = auth === 'keyOptional' || auth === 'keyOrPayment' ? 'key' : auth === 'accountOptional' ? 'account' : auth
  const refused = refusals[via][kind]
  return refused === undefined ? { person } : { refused }
}
