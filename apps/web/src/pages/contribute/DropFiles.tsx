import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react'
import { text } from '../../text/text.ts'
import { droppedFiles } from './droppedFiles.ts'

/** Takes files or a folder, dropped or chosen. */
export function DropFiles({ onFiles }: { readonly onFiles: (files: readonly NamedFile[]) => void }) {
  const words = text.contribute
  const [over, setOver] = useState(false)
  const single = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (files: readonly NamedFile[]) => {
    if (files.length > 0) onFiles(files)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void droppedFiles(event.dataTransfer.items).then(take)
  }
  const onChosen = ({ target }: ChangeEvent<HTMLInputElement>) => {
    take([...(target.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, blob: file })))
    target.value = ''
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the buttons below are the first
    <div
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <p className="drop-title">{words.drop}</p>
      <p className="note">{words.dropHint}</p>
      <p className="actions">
        <button type="button" className="button" onClick={() => single.current?.click()}>
          {words.choose}
        </button>
        <button type="button" className="button-quiet" onClick={() => folder.current?.click()}>
          {words.chooseFolder}
        </button>
      </p>
      <input ref={single} type="file" multiple hidden onChange={onChosen} aria-label={words.choose} />
      <input
        ref={(input) => {
          folder.current = input
          input?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        hidden
        onChange={onChosen}
        aria-label={words.chooseFolder}
      />
    </div>
  )
}
