import { useState } from 'react'
import { text } from '../text/text.ts'

const NAME = 'openledger.theme'
const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

function read(): Theme {
  const kept = localStorage.getItem(NAME)
  return themes.find((theme) => theme === kept) ?? 'system'
}

/** Chooses the theme; kept on this machine (`public/theme.js` applies it before the first paint). */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(read)
  const choose = (next: Theme) => {
    setTheme(next)
    if (next === 'system') {
      localStorage.removeItem(NAME)
      delete document.documentElement.dataset['theme']
    } else {
      localStorage.setItem(NAME, next)
      document.documentElement.dataset['theme'] = next
    }
  }
  return (
    <label className="theme">
      <span className="hidden">{text.theme.label}</span>
      <select value={theme} onChange={({ target }) => choose(themes.find((one) => one === target.value) ?? 'system')}>
        {themes.map((one) => (
          <option key={one} value={one}>
            {text.theme[one]}
          </option>
        ))}
      </select>
    </label>
  )
}
