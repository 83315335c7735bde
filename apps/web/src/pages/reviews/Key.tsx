/** A key's name on the button that it stands for; the button tells it to screen readers itself (`aria-keyshortcuts`). */
export function Key({ name }: { readonly name: string }) {
  return (
    <span className="key-cap" aria-hidden="true">
      {name}
    </span>
  )
}
