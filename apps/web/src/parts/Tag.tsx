/** A state in a word, with a colour that never carries the meaning alone. */
export function Tag(props: { readonly tone: 'good' | 'bad' | 'warn' | 'quiet'; readonly children: string }) {
  return <span className={`tag tag-${props.tone}`}>{props.children}</span>
}
