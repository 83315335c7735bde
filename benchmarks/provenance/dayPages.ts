import { flowOfMoney } from '../../apps/web/src/parts/flowOfMoney.ts'
import { en } from '../../apps/web/src/text/en.ts'
import type { FlowPath } from '../../packages/core/src/api/flows.ts'
import type { BookedCall, Books } from './dayBooks.ts'
import type { People } from './dayPeople.ts'
import { type Amounts, place } from './pageAmounts.ts'

/** A page and the amounts that it must show: these, each as often as it is named, and no others. */
export type DayPage = {
  readonly name: string
  readonly path: string
  readonly token?: string | undefined
  readonly expected: Amounts
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n)
const feesOf = (calls: readonly BookedCall[]) => sum(calls.map(({ fee }) => fee ?? 0n))
const DATA_ROLES: readonly string[] = ['contributor', 'datanetOwner', 'datanetPool']
const isPool = (role: string) => role === 'stakers'

/** Builds what pages must show. */
export function expectPages(
  books: Books,
  people: People,
  world: {
    readonly datanetId: string
    readonly slug: string
    readonly owner: { readonly token: string; readonly account: string }
    readonly contributor: { readonly token: string; readonly account: string }
    readonly models: ReadonlyMap<string, { readonly input: bigint; readonly output: bigint }>
    readonly withdrawn: ReadonlyMap<string, bigint>
    readonly deposited: ReadonlyMap<string, bigint>
    readonly bond: { readonly amount: bigint; readonly locked: bigint }
    readonly operatorOpen: bigint
  },
): DayPage[] {
  const { calls, epochs } = books
  const paid = calls.flatMap((call) =>
    call.epoch === undefined ? [] : call.payouts.map((payout) => ({ ...payout, call, epoch: call.epoch ?? 0 })),
  )
  const settledCalls = calls.filter(({ epoch }) => epoch !== undefined)
  const waiting = calls.filter(({ epoch, fee }) => epoch === undefined && fee !== undefined)
  const finals = new Set(epochs.filter(({ status }) => status === 'final').map(({ number }) => number))
  const pages: DayPage[] = []
  const page = (name: string, path: string, rows: Iterable<readonly [string, bigint]>, token?: string) => {
    const expected: Amounts = new Map()
    for (const [key, wei] of rows) expected.set(key, [...(expected.get(key) ?? []), wei])
    pages.push({ name, path, expected, token })
  }
  const balance = (some: readonly BookedCall[], name: string) => {
    const all = some.flatMap(({ payouts }) => payouts)
    const pools = sum(all.filter(({ role }) => isPool(role)).map(({ amount }) => amount))
    return [
      [place('balance', en.epoch.accounts), sum(all.map(({ amount }) => amount)) - pools],
      [place('balance', en.epoch.pools), pools],
      [place('balance', en.epoch.burned), sum(some.map(({ burned }) => burned))],
      [place('balance', name), feesOf(some)],
      [place('balance', en.epoch.difference), 0n],
    ] as const
  }
  const callRows = (some: readonly BookedCall[]) =>
    some.flatMap(({ callId, fee }) =>
      fee === undefined ? [] : [[place(en.calls.title, callId, en.calls.fee), fee] as const],
    )
  const { stations } = en.home
  page('home', '/', [
    [place('station', stations.revenue.name, 'value'), feesOf(calls)],
    [place('station', stations.revenue.name, 'more'), feesOf(waiting)],
    [place('station', stations.distribution.name, 'value'), sum(paid.map(({ amount }) => amount))],
    [place('station', stations.distribution.name, 'more'), sum([...books.claimed.values()])],
    ...balance(settledCalls, en.home.fees),
    ...callRows(calls.slice(0, 6)),
  ])
  page('calls', '/calls', callRows(calls))
  page('calls of a payer', `/calls?account=${people.payers[0]?.address}`, callRows(callsOf(people.payers[0]?.address)))
  page(
    'models',
    '/models',
    [...world.models].flatMap(([name, price]) => [
      [place(en.models.title, name, en.models.input), price.input] as const,
      [place(en.models.title, name, en.models.output), price.output] as const,
      [place(en.models.title, name, en.modelIncome.feesOpen), feesOf(calls.filter(({ model }) => model === name))],
    ]),
  )
  for (const [name, price] of world.models) {
    const own = calls.filter(({ model }) => model === name)
    const done = own.filter(({ epoch }) => epoch !== undefined)
    const income = Map.groupBy(
      done.flatMap(({ payouts }) => payouts),
      ({ role }) => role,
    )
    const table = en.modelIncome.paid
    page(`model ${name}`, `/models/${name}`, [
      [place('figure', en.models.input), price.input],
      [place('figure', en.models.output), price.output],
      [place('figure', en.modelIncome.fees), feesOf(own)],
      [place('figure', en.modelIncome.settled), feesOf(done)],
      ...[...income].map(
        ([role, some]) =>
          [place(table, roleOf(role), en.modelIncome.amount), sum(some.map(({ amount }) => amount))] as const,
      ),
      [place(table, en.modelIncome.burned, en.modelIncome.amount), sum(done.map(({ burned }) => burned))],
      [place(table, 'total', en.modelIncome.amount), feesOf(done)],
      [place(en.model.prices, `1 ${en.model.now}`, en.models.input), price.input],
      [place(en.model.prices, `1 ${en.model.now}`, en.models.output), price.output],
      ...callRows(own),
    ])
  }
  page(
    'epochs',
    '/epochs',
    epochs.flatMap(({ number }) => {
      const own = calls.filter(({ epoch }) => epoch === number)
      const all = own.flatMap(({ payouts }) => payouts)
      const row = (name: string, wei: bigint) => [place(en.epochs.title, en.epoch.title(number), name), wei] as const
      return [
        row(en.epochs.paid, sum(all.map(({ amount }) => amount))),
        row(en.epochs.pools, sum(all.filter(({ role }) => isPool(role)).map(({ amount }) => amount))),
        row(en.epochs.burned, sum(own.map(({ burned }) => burned))),
        row(en.epochs.fees, feesOf(own)),
      ]
    }),
  )
  for (const { number } of epochs) {
    const own = calls.filter(({ epoch }) => epoch === number)
    page(`epoch ${number}`, `/epochs/${number}`, [
      ...balance(own, en.epoch.fees),
      ...flowRows(en.moneyFlow.epoch, own, () => true),
      ...callRows(own),
    ])
  }
  const accounts = Map.groupBy(paid, ({ account }) => account)
  page(
    'accounts',
    '/accounts',
    [...accounts].map(
      ([account, some]) =>
        [place(en.accounts.title, account, en.accounts.earned), sum(some.map(({ amount }) => amount))] as const,
    ),
  )
  for (const account of new Set([...accounts.keys(), ...people.payers.map(({ address }) => address)]))
    page(`account ${account}`, `/accounts/${account}`, accountRows(account))
  const earners = [
    ['owner', world.owner],
    ['contributor', world.contributor],
    ['operator', { token: people.operator.token, account: people.operator.address }],
  ] as const
  for (const [name, { token, account }] of earners)
    page(`earnings of ${name}`, '/earnings', earningRows(account), token)
  for (const person of [...people.payers, people.operator])
    page(`usage of ${person.address}`, '/usage', usageRows(person.address), person.token)
  const records = new Set(paid.filter(({ role }) => role === 'contributor').map(({ commitment }) => commitment))
  for (const commitment of records) page(`record ${commitment}`, `/records/${commitment}`, recordRows(commitment))
  page('operator', '/operator', operatorRows(), people.operator.token)
  return pages

  function callsOf(address: string | undefined) {
    const lines = books.statements.get(address ?? '') ?? []
    const ids = new Set(lines.map(({ call }) => call))
    return calls.filter(({ callId, payouts }) => ids.has(callId) || payouts.some(({ account }) => account === address))
  }

  function standing(account: string) {
    const own = accounts.get(account) ?? []
    const available = sum(own.filter(({ epoch }) => finals.has(epoch)).map(({ amount }) => amount))
    const claimed = books.claimed.get(account) ?? 0n
    return { own, available, claimed, pending: sum(own.map(({ amount }) => amount)) - available }
  }

  function credits(account: string): (readonly [string, bigint])[] {
    const { own } = standing(account)
    if (own.length === 0) return []
    const groups = Map.groupBy(own, ({ epoch, role, commitment }) => `${epoch} ${role} ${commitment}`)
    const row = (head: string, wei: bigint) => [place(en.account.credits, head, en.account.amount), wei] as const
    return [
      ...[...groups.values()].map((some) => row(String(some[0]?.epoch ?? ''), sum(some.map(({ amount }) => amount)))),
      row('total', sum(own.map(({ amount }) => amount))),
    ]
  }

  function accountRows(account: string): (readonly [string, bigint])[] {
    const { own, available, claimed, pending } = standing(account)
    const byRole = Map.groupBy(own, ({ role }) => role)
    const records = Map.groupBy(
      own.filter(({ role }) => role === 'contributor'),
      ({ commitment }) => commitment,
    )
    const best = [...records]
      .map(([commitment, some]) => [commitment, sum(some.map(({ amount }) => amount))] as const)
      .toSorted(([, a], [, b]) => (a < b ? 1 : -1))
      .slice(0, 20)
    const words = en.profile
    const payer = people.payers.find(({ address }) => address === account)
    const isOperator = account === people.operator.address
    return [
      [place('figure', en.account.pending), pending],
      [place('figure', en.account.available), available],
      [place('figure', en.account.claimed), claimed],
      [place('figure', en.account.unclaimed), available - claimed],
      ...(available > 0n ? [[place('fact', en.account.cumulative), available] as const] : []),
      ...[...byRole].map(
        ([role, some]) =>
          [place(words.roles, roleOf(role), words.amount), sum(some.map(({ amount }) => amount))] as const,
      ),
      ...(own.length === 0
        ? []
        : [[place(words.roles, 'total', words.amount), sum(own.map(({ amount }) => amount))] as const]),
      ...best.map(([commitment, wei]) => [place(words.records, commitment, words.amount), wei] as const),
      ...(payer === undefined && !isOperator
        ? []
        : [
            [
              place('fact', words.deposit),
              (world.deposited.get(account) ?? 0n) - (world.withdrawn.get(account) ?? 0n),
            ] as const,
            [place('fact', words.spent), sum((books.statements.get(account) ?? []).map(({ fee }) => fee))] as const,
          ]),
      ...flowRows(en.moneyFlow.account, settledCalls, (payout) => payout?.account === account),
      ...credits(account),
    ]
  }

  /** The table of a flow picture: drawn by the pages' own hand, of the books' own sums. */
  function flowRows(
    title: string,
    some: readonly BookedCall[],
    counts: (payout: BookedCall['payouts'][number] | undefined) => boolean,
  ): (readonly [string, bigint])[] {
    const all = some.flatMap((call) => [
      ...call.payouts.map((payout) => ({ call, payout, wei: payout.amount })),
      { call, payout: undefined, wei: call.burned },
    ])
    const paths = all.flatMap(({ call, payout, wei }): FlowPath[] => {
      if (!counts(payout) || wei === 0n) return []
      const isData = payout !== undefined && DATA_ROLES.includes(payout.role)
      return [
        {
          payer: call.payer as `0x${string}`,
          modelId: call.modelId as `0x${string}`,
          model: call.model,
          part: payout === undefined ? 'burn' : isData ? 'data' : (payout.role as 'operator' | 'model' | 'stakers'),
          datanet: isData ? { datanetId: world.datanetId as `0x${string}`, slug: world.slug } : null,
          account: (payout?.account as `0x${string}` | undefined) ?? null,
          amount: wei.toString(),
        },
      ]
    })
    const { nodes, links } = flowOfMoney({ paths, rest: '0', total: '0' }, { ...en.moneyFlow, others: en.flow.others })
    const names = new Map(nodes.map(({ id, name }) => [id, name]))
    return links.map(({ from, amount }) => [place(title, names.get(from) ?? '', en.flow.amount), amount] as const)
  }

  function earningRows(account: string): (readonly [string, bigint])[] {
    const { own, available, claimed, pending } = standing(account)
    const words = en.earnings
    const total = sum(own.map(({ amount }) => amount))
    const group = (label: string, column: string, by: (one: (typeof own)[number]) => string) => [
      ...[...Map.groupBy(own, by)].map(
        ([name, some]) => [place(label, name, column), sum(some.map(({ amount }) => amount))] as const,
      ),
      ...(own.length === 0 ? [] : [[place(label, 'total', column), total] as const]),
    ]
    return [
      [place('figure', words.pending), pending],
      [place('figure', words.toClaim), available - claimed],
      [place('figure', words.claimed), claimed],
      ...(available > claimed ? [[place('elsewhere', words.claim), available - claimed] as const] : []),
      ...group(words.epochs, words.amount, ({ epoch }) => String(epoch)),
      ...group(words.models, words.amount, ({ call }) => call.model),
      ...group(words.datanets, words.amount, ({ role }) => (DATA_ROLES.includes(role) ? world.slug : words.noDatanet)),
      ...credits(account),
    ]
  }

  function usageRows(address: string): (readonly [string, bigint])[] {
    const lines = books.statements.get(address) ?? []
    const words = en.usage
    const fees = sum(lines.map(({ fee }) => fee))
    const released = sum(lines.map(({ reserved, fee }) => reserved - fee))
    const rows = (label: string, by: (line: (typeof lines)[number]) => string) =>
      [...Map.groupBy(lines, by), ['total', lines] as const].flatMap(([name, some]) => [
        [place(label, name, words.fee), sum(some.map(({ fee }) => fee))] as const,
        [place(label, name, words.releasedOpen), sum(some.map(({ reserved, fee }) => reserved - fee))] as const,
      ])
    const payer = people.payers.find((one) => one.address === address)
    const budget = 50n * 10n ** 18n
    const second = [...(payer?.keys.keys() ?? [])][1] ?? ''
    const spent = sum(lines.filter(({ key }) => key === second).map(({ fee }) => fee))
    const channel = lines[0]?.channel ?? ''
    const [paidIn, out] = [world.deposited.get(address) ?? 0n, world.withdrawn.get(address) ?? 0n]
    const book = (name: string, wei: bigint) => [place(`${channel}balance`, name), wei] as const
    const fact = (name: string, wei: bigint) => [place(`${channel}fact`, name), wei] as const
    return [
      [place('figure', words.fees), fees],
      [place('figure', words.released), released],
      ...rows(words.byKey, ({ key }) => key),
      ...(payer === undefined
        ? []
        : [
            [place(words.byKey, second, words.budget), budget] as const,
            [place(words.byKey, second, words.left), budget - spent] as const,
          ]),
      ...rows(words.byModel, ({ model }) => model),
      ...rows(words.byDay, ({ day }) => day),
      book(words.deposited, paidIn),
      book(words.withdrawn, -out),
      book(words.deposit, paidIn - out),
      book(words.spent, -fees),
      book(words.reserved, 0n),
      book(words.withdrawal, 0n),
      book(words.channelLeft, paidIn - out - fees),
      fact(words.voucher, fees),
      fact(words.collected, sum(settledCalls.filter(({ payer: by }) => by === address).map(({ fee }) => fee ?? 0n))),
      ...Object.values(words.differences).map((name) => fact(name, 0n)),
    ]
  }

  function recordRows(commitment: string): (readonly [string, bigint])[] {
    const own = paid.filter((one) => one.commitment === commitment && one.role === 'contributor')
    const words = en.recordPage
    const groups = Map.groupBy(own, ({ epoch, call }) => `${epoch} ${call.model}`)
    return [
      ...[...groups.values()].map(
        (some) =>
          [
            place(words.income, String(some[0]?.epoch ?? ''), words.amount),
            sum(some.map(({ amount }) => amount)),
          ] as const,
      ),
      [place(words.income, 'total', words.amount), sum(own.map(({ amount }) => amount))],
    ]
  }

  function operatorRows(): (readonly [string, bigint])[] {
    const words = en.operator
    return [
      [place('figure', words.waiting), feesOf(waiting)],
      [place('figure', words.bond), world.bond.amount],
      [place('figure', words.locked), world.bond.locked],
      ...epochs
        .filter(({ status }) => status === 'posted')
        .map(
          ({ number }) =>
            [
              place(words.inWindow, en.epoch.title(number), words.fees),
              feesOf(calls.filter(({ epoch }) => epoch === number)),
            ] as const,
        ),
      [place('fact', words.openBalance), world.operatorOpen],
    ]
  }
}

function roleOf(role: string): string {
  return (en.role as Record<string, string>)[role] ?? role
}
