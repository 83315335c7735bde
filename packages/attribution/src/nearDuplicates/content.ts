/** What is compared: a question with its wordings and answer, or a document. Other fields play no part. */
export type ComparedContent =
  | { readonly kind: 'qa'; readonly prompts: readonly string[]; readonly answer: string }
  | { readonly kind: 'document'; readonly title: string; readonly text: string }
