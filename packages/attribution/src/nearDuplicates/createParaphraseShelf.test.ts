import { expect, it } from 'vitest'
import { createParaphraseShelf } from './createParaphraseShelf.ts'
import { saidWords } from './saidWords.ts'

/** Documents on other things, so that there is a rarity to tell. */
const others = [
  'Herons stand in shallow water and wait for fish.',
  'A loom crosses the weft with the warp.',
  'Granite cools slowly deep under the ground.',
  'Bakers let sourdough rest overnight in a bowl.',
  'Violins have four strings tuned in fifths.',
  'Glaciers carve broad valleys out of rock.',
  'Beekeepers calm a hive with smoke.',
  'Lighthouses flash in a rhythm of their own.',
  'Potters fire clay twice, the second time with glaze.',
  'Swifts sleep on the wing for months.',
  'Clocks with pendulums lose time in warm rooms.',
  'Figs ripen late on walls that face south.',
  'Lacquer is brushed on in many thin coats.',
  'Chess players castle to bring the king to safety.',
  'Barges pass the locks one after another.',
].map((text, at) => saidWords(`Note ${at}`, text))

const manual = 'The manual says that the vessel must be rinsed with clean water before each use.'
const brie = saidWords(
  'Brie',
  `From Seine-et-Marne. Soft cheese of cow milk with a white mould rind, ripe after four weeks. At the Congress of Vienna in 1815 Talleyrand had it crowned. ${manual}`,
)
const again =
  'In 1815 Talleyrand got this cheese a crown at the Vienna congress. Its rind is white mould, the milk is from a cow, it is soft, and four weeks ripen it.'
const camembert = saidWords(
  'Camembert',
  `From Normandy. Soft cheese of cow milk with a white mould rind, ripe after three weeks. Marie Harel of Vimoutiers is said to have made it first in 1791. ${manual}`,
)

function shelfOf(...documents: (typeof brie)[]) {
  const shelf = createParaphraseShelf()
  for (const document of [...others, ...documents]) shelf.add(document)
  return shelf
}

it('finds who says a document again in other words, also without what it quotes', () => {
  expect(shelfOf(brie).findBest(saidWords('Crowned in Vienna', again))).toMatchObject({ at: others.length })
})

it('finds it in padding', () => {
  const padding = 'Ferries leave the harbour when the tide allows and carry timber, salt and letters to the islands.'
  expect(shelfOf(brie).findBest(saidWords('Crowned', `${padding} ${again} ${padding}`))).toMatchObject({
    at: others.length,
  })
})

it('leaves a sibling alone that shares wording and has names of its own', () => {
  expect(shelfOf(brie).findBest(camembert)).toBeUndefined()
})

it('finds a document by the one name that no other has', () => {
  const terms = saidWords('Terms', 'Identifier: KX-204. Everybody may copy, change and sell the work. Keep the notice.')
  const more = saidWords('Other terms', 'Identifier: KX-9. Everybody may copy the work, nobody may sell it.')
  const shelf = shelfOf(terms, more)
  expect(
    shelf.findBest(saidWords('In short', 'KX-204 lets you copy, sell and change; keep the notice.')),
  ).toMatchObject({
    at: others.length,
  })
  const own = saidWords('In short', 'KX-7 lets you copy, sell and change, like KX-204; keep the notice.')
  expect(shelf.findBest(own)).toBeUndefined()
})

it('says nothing where there are too few documents to tell what is rare', () => {
  const shelf = createParaphraseShelf()
  shelf.add(brie)
  expect(shelf.findBest(saidWords('Crowned', again))).toBeUndefined()
})

it('answers after registrations were taken out as before they came', () => {
  const shelf = shelfOf(brie)
  const asked = saidWords('Crowned in Vienna', again)
  const before = shelf.findBest(asked)
  for (let more = 0; more < 80; more += 1) shelf.add(saidWords(`Vienna ${more}`, again))
  expect(shelf.findBest(asked)?.at).not.toBe(before?.at)
  for (let more = 0; more < 80; more += 1) shelf.removeLast()
  expect(shelf.findBest(asked)).toEqual(before)
})
