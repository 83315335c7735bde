import { en } from './en.ts'

/** The texts of one language. */
export type Catalogue = typeof en

const catalogues: readonly Catalogue[] = [en]

/** The reader's texts: the first of their languages that there is a catalogue for, else English. */
export const text: Catalogue =
  navigator.languages
    .map((language) => catalogues.find((one) => one.language === language.split('-')[0]))
    .find((one) => one !== undefined) ?? en

document.documentElement.lang = text.language
