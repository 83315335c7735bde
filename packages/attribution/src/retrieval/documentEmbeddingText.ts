/**
 * The text whose embedding stands for a document: its title and its text. Store and measurements use the same.
 *
 * @example documentEmbeddingText({ title: 'MIT License', text: 'Free of charge.' }) // "MIT License\nFree of charge."
 */
export function documentEmbeddingText(document: { readonly title: string; readonly text: string }): string {
  return `${document.title}\n${document.text}`
}
