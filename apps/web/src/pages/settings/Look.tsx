import { Section } from '../../parts/Page.tsx'
import { ThemeSwitch } from '../../parts/ThemeSwitch.tsx'
import { catalogues, chooseLanguage, text } from '../../text/text.ts'

/** Theme and language, kept on this machine. */
export function Look() {
  const words = text.settings
  return (
    <Section title={words.look}>
      <div className="form">
        <div className="field">
          <span className="field-name">{text.theme.label}</span>
          <ThemeSwitch />
        </div>
        <div className="field">
          <label htmlFor="language">{words.language}</label>
          <select id="language" value={text.language} onChange={({ target }) => chooseLanguage(target.value)}>
            {catalogues.map(({ language, languageName }) => (
              <option key={language} value={language}>
                {languageName}
              </option>
            ))}
          </select>
          <p className="field-hint">{words.languageHint}</p>
        </div>
      </div>
    </Section>
  )
}
