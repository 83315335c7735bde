/** Licences that are offered, as SPDX names them, and where each is explained. Any other can be set later. */
export const LICENCES: ReadonlyMap<string, string> = new Map([
  ['CC0-1.0', 'https://creativecommons.org/publicdomain/zero/1.0/'],
  ['CC-BY-4.0', 'https://creativecommons.org/licenses/by/4.0/'],
  ['CC-BY-SA-4.0', 'https://creativecommons.org/licenses/by-sa/4.0/'],
  ['ODC-By-1.0', 'https://opendatacommons.org/licenses/by/1-0/'],
  ['ODbL-1.0', 'https://opendatacommons.org/licenses/odbl/1-0/'],
])
