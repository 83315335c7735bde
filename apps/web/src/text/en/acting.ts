/** Who acts in a page. */
export const acting = {
  acting: {
    first: (toDo: string) => `Sign in to ${toDo}.`,
    signIn: 'Sign in with a wallet or a passkey',
    failed: 'That did not work.',
    failedHint: 'Try again; if it stays, reload the page. Nothing that the chain took is lost.',
    sent: 'Done, in transaction',
    transaction: 'Transaction',
    waiting: { wallet: 'Waiting for your wallet, then for a block …', kept: 'Waiting for a block …' },
  },
  accountMenu: {
    label: (account: string) => `Account ${account}`,
    reading: '…',
    wallet: 'Your wallet’s account',
    kept: 'Your account, its key kept by the gateway',
    page: 'Public page',
  },
}
