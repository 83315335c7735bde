import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

/** A button that shows a panel below it; Escape, a click elsewhere and a new page hide it. */
export function Disclosure(props: {
  /** What the button is called by a screen reader. */
  readonly label: string
  /** What it shows. */
  readonly button: ReactNode
  readonly className: string
  readonly children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page hides it
  useEffect(() => setOpen(false), [pathname])
  useEffect(() => {
    if (!open) return
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    const onPointer = ({ target }: PointerEvent) => {
      if (target instanceof Node && whole.current?.contains(target) !== true) setOpen(false)
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onPointer)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onPointer)
    }
  }, [open])
  return (
    <div className={`disclosure ${props.className}`} ref={whole}>
      <button
        type="button"
        ref={button}
        className="disclosure-button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={props.label}
        onClick={() => setOpen(!open)}
      >
        {props.button}
      </button>
      <div id={id} className="disclosure-panel" hidden={!open}>
        {open ? props.children : null}
      </div>
    </div>
  )
}
