import { en } from './en.ts'

/** The texts of one language. */
export type Catalogue = typeof en

/** Every language that there is. */
export const catalogues: readonly Catalogue[] = [en]

const NAME = 'openledger.language'

/** The reader's texts: in the language that they chose, else the first of theirs that there is a catalogue for, else English. */
export const text: Catalogue =
  [localStorage.getItem(NAME), ...navigator.languages]
    .map((language) => catalogues.find((one) => one.language === language?.split('-')[0]))
    .find((one) => one !== undefined) ?? en

document.documentElement.lang = text.language

/** Keeps a language on this machine, and loads the page in it. */
export function chooseLanguage(language: string): void {
  localStorage.setItem(NAME, language)
  location.reload()
}
