/**
 * Licences (SPDX ids) under which a contributor lets anybody read a record: each allows copies to be passed on, if only
 * without profit or unchanged.
 */
const OPEN: ReadonlySet<string> = new Set(
  [
    'CC0-1.0',
    'PDDL-1.0',
    'Unlicense',
    'CC-BY-3.0',
    'CC-BY-4.0',
    'CC-BY-SA-3.0',
    'CC-BY-SA-4.0',
    'CC-BY-NC-4.0',
    'CC-BY-NC-SA-4.0',
    'CC-BY-ND-4.0',
    'CC-BY-NC-ND-4.0',
    'ODC-By-1.0',
    'ODbL-1.0',
    'CDLA-Permissive-1.0',
    'CDLA-Permissive-2.0',
    'CDLA-Sharing-1.0',
    'GFDL-1.3-or-later',
    'Apache-2.0',
    'MIT',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'ISC',
  ].map((name) => name.toLowerCase()),
)

/** Whether records under a licence may be read by anybody. Names are compared without case; one that is not known is closed. */
export function isOpenLicence(name: string): boolean {
  return OPEN.has(name.trim().toLowerCase())
}
