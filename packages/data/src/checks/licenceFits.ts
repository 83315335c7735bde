import parse from 'spdx-expression-parse'

/** What is known of two licences: what is under the first may be given under the second, may not, or can't be told. */
export type LicenceFit = 'fits' | 'conflicts' | 'unknown'

/** Ask for nothing: what is under them may be given under any terms. */
const free = new Set(['CC0-1.0', 'PDDL-1.0', 'Unlicense', '0BSD', 'MIT-0', 'WTFPL'])

/** Ask that authors be named and the notice kept: under any terms but those that let the names be dropped. */
const naming = new Set([
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC-BY-2.0',
  'CC-BY-2.5',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CDLA-Permissive-1.0',
  'CDLA-Permissive-2.0',
  'ISC',
  'MIT',
  'ODC-By-1.0',
  'OGL-UK-3.0',
  'Zlib',
])

/**
 * Ask for their own terms for what is made of them, or let no commerce be made: the licences under which they may go on,
 * beside themselves. From their texts: CC BY-SA and BY-NC-SA, section 3(b) of 4.0 and 4(b) of 3.0 (a later version);
 * Creative Commons' list of compatible licences (CC BY-SA 4.0 into GPL-3.0, one way); GPL-3.0, section 13; ODbL-1.0, 4.4.
 */
const binding: Readonly<Record<string, readonly string[]>> = {
  'CC-BY-SA-3.0': ['CC-BY-SA-4.0', 'GPL-3.0-only', 'GPL-3.0-or-later'],
  'CC-BY-SA-4.0': ['GPL-3.0-only', 'GPL-3.0-or-later'],
  'CC-BY-NC-4.0': ['CC-BY-NC-SA-4.0'],
  'CC-BY-NC-SA-3.0': ['CC-BY-NC-SA-4.0'],
  'CC-BY-NC-SA-4.0': [],
  'CDLA-Sharing-1.0': [],
  'ODbL-1.0': [],
  'GFDL-1.3-only': [],
  'GPL-2.0-only': [],
  'GPL-2.0-or-later': ['GPL-2.0-only', 'GPL-3.0-only', 'GPL-3.0-or-later', 'AGPL-3.0-only', 'AGPL-3.0-or-later'],
  'GPL-3.0-only': ['AGPL-3.0-only'],
  'GPL-3.0-or-later': ['GPL-3.0-only', 'AGPL-3.0-only', 'AGPL-3.0-or-later'],
  'AGPL-3.0-only': [],
  'AGPL-3.0-or-later': ['AGPL-3.0-only'],
}

/** Forbid that anything made of them is given on: a record cut out of a text is made of it. */
const closed = new Set(['CC-BY-ND-3.0', 'CC-BY-ND-4.0', 'CC-BY-NC-ND-3.0', 'CC-BY-NC-ND-4.0'])

/**
 * Whether what is under one licence may be contributed to a Datanet under another. Of licences joined by OR one is enough;
 * of those joined by AND all count. No lawyer's advice: a table of the licences that are met most.
 *
 * @param source SPDX expression of what is contributed
 * @param target the Datanet's licence, an SPDX id
 */
export function licenceFits(source: string, target: string): LicenceFit {
  let expression: parse.Info
  try {
    expression = parse(source)
  } catch {
    return 'unknown'
  }
  return fitOf(expression, target)
}

function fitOf(expression: parse.Info, target: string): LicenceFit {
  if ('license' in expression) {
    return expression.plus === true || expression.exception !== undefined
      ? 'unknown'
      : fitOfOne(expression.license, target)
  }
  const both = [fitOf(expression.left, target), fitOf(expression.right, target)]
  const [best, worst] = (['fits', 'unknown', 'conflicts'] as const).filter((fit) => both.includes(fit))
  return (expression.conjunction === 'or' ? best : (worst ?? best)) ?? 'unknown'
}

function fitOfOne(source: string, target: string): LicenceFit {
  const isKnown = free.has(target) || naming.has(target) || target in binding || closed.has(target)
  if (closed.has(source)) return 'conflicts'
  if (source === target || free.has(source)) return 'fits'
  if (!isKnown) return 'unknown'
  if (naming.has(source)) return free.has(target) ? 'conflicts' : 'fits'
  const onwards = binding[source]
  if (onwards === undefined) return 'unknown'
  return onwards.includes(target) ? 'fits' : 'conflicts'
}
