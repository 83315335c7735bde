import words from 'naughty-words/en.json' with { type: 'json' }
import type { ContentCheck } from './check.ts'
import { recordTexts } from './recordTexts.ts'

/** Words of the list that medicine, law and everyday writing use in another sense than the list's. */
const ordinary = new Set(
  `anal anus bareback bastard bastinado bondage bung butt buttcheeks busty cialis clitoris cock cocks coon coons
  cornhole cum dick domination ejaculation erotic erotism escort eunuch fecal fingering genitals grope hardcore honkey
  hooker horny incest intercourse lolita masturbation mong negro nipple nipples nude nudity octopussy orgasm orgy
  paedophile panties panty pedophile pegging penis playboy poof pornography pubes quim rape raping rapist rectum sadism
  scat scissoring semen sex sexual sexually sexuality skeet smut snatch snowballing sodomy spastic spunk strapon
  strappado suck sucks swastika swinger threesome tit tits topless tosser twink twinkie undressing vagina viagra
  vibrator voyeur vulva`.split(/\s+/),
)
const insults = new Set(words.filter((word) => /^[a-z]{3,}$/.test(word) && !ordinary.has(word)))

/**
 * Marks records that hold a vulgar or insulting English word. A list of words knows no context: a quotation is marked
 * like an insult, and an insult in plain words is not found. So it only marks, for a reviewer to look at.
 */
export const toxicity: ContentCheck = {
  name: 'toxicity',
  run: (content) => {
    const places = recordTexts(content).flatMap(({ field, text }) =>
      [...text.toLowerCase().matchAll(/[a-z]{3,}/g)]
        .filter(([word]) => insults.has(word))
        .map(({ 0: word, index }) => ({ field, start: index, end: index + word.length, kind: 'toxic' })),
    )
    if (places.length === 0) return []
    return [
      {
        check: 'toxicity',
        verdict: 'mark',
        code: 'DATA_TOXIC',
        reason: 'It holds vulgar or insulting words; a reviewer looks whether they belong there.',
        places,
      },
    ]
  },
}
