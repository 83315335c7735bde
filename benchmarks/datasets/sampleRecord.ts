const PLACES = ['marsh', 'dune', 'quarry', 'meadow', 'weir', 'orchard', 'harbour', 'ridge', 'copse', 'tarn']
const BIRDS = [
  'curlew',
  'dunlin',
  'heron',
  'siskin',
  'wren',
  'plover',
  'linnet',
  'shrike',
  'avocet',
  'redstart',
  'swift',
]
/** Beginnings that trip readers of files: formulas, quotes, commas, breaks, other scripts, markup. */
const AWKWARD = ['=1+1 ', '"quoted", ', 'first\nsecond ', '森の中の ', '<b>bold</b> ', "-'-", 'тетерев, ', '\u{1f426} ']

/** Record number `i` of a made-up survey: the same number, the same record; no two are near-duplicates. */
export function sampleRecord(i: number): Record<string, unknown> {
  const place = `${PLACES[i % PLACES.length]} ${(i * 7_919) % 1_000_003}`
  const bird = BIRDS[(i * 31) % BIRDS.length] ?? ''
  const plot = (i * 104_729) % 999_983
  const beginning = i % 5 === 0 ? (AWKWARD[(i / 5) % AWKWARD.length] ?? '') : ''
  if (i % 3 === 0)
    return {
      kind: 'document',
      title: `Field notes ${i}, ${place}`,
      text: `${beginning}At the ${place} in plot ${plot} we counted ${(i % 89) + 2} of the ${bird}, sheet ${i.toString(36)}.`,
      url: `https://example.org/notes/${i}`,
    }
  return {
    kind: 'qa',
    prompts: [
      `${beginning}How many ${bird}s were seen at the ${place}?`,
      `Which count has plot ${plot} for the ${bird}?`,
    ],
    answer: `${beginning}Sheet ${i.toString(36)} says ${(i % 97) + 3} in plot ${plot} at the ${place}.`,
  }
}
