import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { ApiRoute } from '@openledger/core/api/apiRoute.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { requestNonces } from '@openledger/db/schema/requestNonces.ts'
import { bytesToHex } from 'viem'
import { loadHandlers } from '../../src/http/loadHandlers.ts'
import { signed } from '../requests.ts'
import { bodyText } from './bodyText.ts'
import { type Caller, callers, identified } from './callers.ts'
import type { Asked, AuthzRow, Outcome } from './row.ts'
import type { AuthzWorld, Marker } from './world.ts'

/**
 * One cell that was executed: `leaks` names secrets in its answer that its caller may not see, `unseen` those that it may
 * and that are not there (a matrix whose secrets are nowhere would find no leak).
 */
export type Cell = {
  readonly name: string
  readonly expected: Outcome
  readonly got: Outcome
  readonly leaks: readonly Marker[]
  readonly unseen: readonly Marker[]
}

const nameOf = ({ method, path }: ApiRoute) => `${method.toUpperCase()} ${path}`

/** All rows: every file of rows/ exports `rows`. */
export async function loadRows(): Promise<AuthzRow[]> {
  const folder = new URL('./rows/', import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const modules = await Promise.all(files.map(async (name) => import(new URL(name, folder).href)))
  return modules.flatMap(({ rows }: { rows: readonly AuthzRow[] }) => rows)
}

/** Routes of the gateway that no row asks for, each with what to do. */
export async function missingRoutes(rows: readonly AuthzRow[]): Promise<string[]> {
  const there = new Set(rows.map(({ route }) => nameOf(route)))
  return (await loadHandlers())
    .map(({ route }) => nameOf(route))
    .filter((name) => !there.has(name))
    .map(
      (name) =>
        `${name} is in no row: say who may, in a file of apps/gateway/test/authz/rows/ (an object of somebody's, what is asked, outcomes by person)`,
    )
}

/**
 * Executes the cells, one after another, on the world's gateway.
 * @param options.quick only one of callers that a route cannot tell apart (`quickCallers`)
 */
export async function runMatrix(
  world: AuthzWorld,
  rows: readonly AuthzRow[],
  { quick }: { readonly quick: boolean },
): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const row of rows)
    for (const caller of quick ? quickCallers(row) : callers) cells.push(await runCell(world, row, caller))
  return cells
}

/**
 * Of those who come with the same credential and whom the route takes for nobody, or refuses at the door, the first. And
 * whom the row does not name signs no request where the same person's session has asked already: a stranger does that
 * for them. Everybody whom it names comes with everything.
 */
function quickCallers({ route, outcomes, sees = {}, maySee = {} }: AuthzRow): Caller[] {
  const named = new Set<string>([...Object.keys(outcomes), ...Object.keys(sees), ...Object.keys(maySee), 'stranger'])
  const known = ({ person, via }: Caller) => {
    const who = identified(route.auth, { person, via })
    return 'person' in who && who.person !== 'nobody'
  }
  const first = new Map<string, Caller>()
  for (const caller of callers) if (!first.has(caller.via)) first.set(caller.via, caller)
  return callers.filter((caller) => {
    if (!known(caller)) return first.get(caller.via) === caller
    return caller.via !== 'signature' || named.has(caller.person) || !known({ ...caller, via: 'session' })
  })
}

async function runCell(world: AuthzWorld, row: AuthzRow, caller: Caller): Promise<Cell> {
  const who = identified(row.route.auth, caller)
  const person = 'person' in who ? who.person : 'nobody'
  const outcome = row.outcomes[person] ?? row.outcomes.anyone
  const expected = 'refused' in who ? who.refused : outcome
  const asked = await row.ask(world, caller)
  const { status, text, headers } = await send(world, row.route, caller, asked)
  const code = errorBodySchema.safeParse(parseJson(text)).data?.error.code
  const sees = expected === 'allowed' && person !== 'nobody' ? (row.sees?.[person] ?? []) : []
  const there = (Object.entries(world.markers) as [Marker, string][])
    .filter(([, secret]) => `${headers}\n${text}`.includes(secret))
    .map(([marker]) => marker)
  // Who reviews is a secret to all but the reviewer.
  const isOwn = (marker: Marker) => marker === 'reviewer' && caller.person === 'reviewer'
  const may = expected === 'allowed' && person !== 'nobody' ? (row.maySee?.[person] ?? []) : []
  const leaks = there.filter((marker) => !sees.includes(marker) && !may.includes(marker) && !isOwn(marker))
  const unseen = sees.filter((marker) => !there.includes(marker))
  const name = `${nameOf(row.route)}, ${row.object}: ${caller.person} with ${caller.via}`
  const got = status < 300 ? (row.read?.(text) ?? 'allowed') : (code ?? `status ${status}`)
  return { name, expected, got, leaks, unseen }
}

async function send(world: AuthzWorld, route: ApiRoute, caller: Caller, { path, body }: Asked) {
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const method = route.method.toUpperCase()
  const response = await fetch(`${world.stack.url}${path}`, {
    method,
    ...(sent === undefined ? {} : { body: sent }),
    headers: {
      'content-type': route.bodyText ?? 'application/json',
      ...(await credentials(world, caller, method, path, sent)),
    },
    signal: AbortSignal.timeout(20_000),
  })
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  const text = await bodyText(new Uint8Array(await response.arrayBuffer()))
  return { status: response.status, text, headers }
}

async function credentials(
  world: AuthzWorld,
  { person, via }: Caller,
  method: string,
  path: string,
  body = '',
): Promise<Record<string, string>> {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  if (person === 'nobody') return via === 'nothing' ? {} : bearer('nonsense')
  const account = world.account(person)
  switch (via) {
    case 'key':
      return bearer(person === 'payer' ? world.keys.payer : world.keys.stranger)
    case 'training key':
      return bearer(world.keys.trains)
    case 'revoked key':
      return bearer(world.keys.revoked)
    case 'lapsed key':
      return bearer(world.keys.lapsed)
    case 'session':
      return bearer(world.tokenOf(person))
    case 'ended session':
      return bearer(world.endedToken)
    case 'lapsed session':
      return bearer(world.lapsedToken)
    case 'used signature': {
      const nonce = bytesToHex(randomBytes(32))
      const expiresAt = new Date(Date.now() + 600_000)
      await world.stack.db.insert(requestNonces).values({ account: toAddress(account.address), nonce, expiresAt })
      return signed(account, method, path, body, { nonce })
    }
    case 'stale signature':
      return signed(account, method, path, body, { issuedAt: Math.floor(Date.now() / 1000) - 3_600 })
    case 'signature of another request':
      return signed(account, method, `${path}x`, body)
    default:
      return signed(account, method, path, body)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
