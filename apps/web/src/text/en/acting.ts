/** Who acts in a page. */
export const acting = {
  acting: {
    first: (toDo: string) => `Sign in to ${toDo}.`,
    signIn: 'Sign in with a wallet or a passkey',
    failed: 'That did not work.',
    failedHint: 'Try again; if it stays, reload the page. Nothing that the chain took is lost.',
  },
}
