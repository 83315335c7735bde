import { plural } from './plural.ts'

/** Around every page, and what several have. */
export const shell = {
  nav: {
    label: 'Main',
    skip: 'Skip to the content',
    home: 'Home',
    datanets: 'Datanets',
    models: 'Models',
    calls: 'Calls',
    epochs: 'Epochs',
    accounts: 'Accounts',
    chat: 'Chat',
    signIn: 'Sign in',
    signedIn: 'Signed in',
  },
  theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  search: {
    label: 'Find by id, address, model name or epoch number',
    placeholder: 'Find an id, address, epoch …',
    nothing: (term: string) => `Nothing here is called ${term}.`,
  },
  state: {
    loading: 'Reading …',
    retry: 'Try again',
    code: 'Code',
    unreachable: (since: string) =>
      `The gateway does not answer. What you see was read at ${since}; it goes on by itself when the gateway is back.`,
    unreachableAtOnce: 'The gateway does not answer. This page goes on by itself when it is back.',
    badAnswer: 'The gateway answered in a shape that this page does not know.',
    badAnswerHint: 'Reload the page; if it stays, gateway and page are of different versions.',
    blobAltered: 'The gateway sent other bytes than the ones published under this hash.',
    blobAlteredHint: 'Read it from another data store; the operator can’t change what is on chain.',
    unreachableError: 'The gateway does not answer.',
    unreachableHint: 'Check that it runs (./openledger status). This page tries again by itself.',
    broken: 'This page broke.',
    brokenHint: 'Reload it. The ledger is not affected: pages only read.',
  },
  notFound: {
    title: 'No such page',
    body: 'The address leads nowhere. Ids, addresses and epoch numbers can be looked up in the field above.',
    home: 'Back to the start',
  },
  parts: {
    copy: (what: string) => `Copy ${what}`,
    copied: 'Copied',
    previous: 'Previous',
    next: 'Next',
    range: (from: number, to: number, count: number) =>
      `${from.toLocaleString('en')}–${to.toLocaleString('en')} of ${count.toLocaleString('en')}`,
    open: 'OPEN',
    wei: (amount: string) => `${amount} wei`,
    none: 'none',
  },
  count: {
    records: (n: number) => plural(n, 'record', 'records'),
    versions: (n: number) => plural(n, 'version', 'versions'),
    calls: (n: number) => plural(n, 'call', 'calls'),
    epochs: (n: number) => plural(n, 'epoch', 'epochs'),
    accounts: (n: number) => plural(n, 'account', 'accounts'),
    contributors: (n: number) => plural(n, 'contributor', 'contributors'),
    datanets: (n: number) => plural(n, 'Datanet', 'Datanets'),
    models: (n: number) => plural(n, 'model', 'models'),
    leaves: (n: number) => plural(n, 'leaf', 'leaves'),
    tokens: (n: number) => plural(n, 'token', 'tokens'),
  },
}
