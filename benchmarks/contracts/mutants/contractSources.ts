import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Source units by their path below contracts/, as their imports name them. */
export type ContractSources = ReadonlyMap<string, string>

/** Units that an import names. */
function importsOf(unit: string, text: string): string[] {
  return [...text.matchAll(/^(?:import|\}).*?"([^"]+\.sol)";$/gm)].map(([, path = '']) =>
    path.startsWith('.') ? normalize(join(dirname(unit), path)) : path,
  )
}

/** Everything that units import, themselves included. */
export function closureOf(sources: ContractSources, units: readonly string[]): Set<string> {
  const found = new Set<string>()
  const add = (unit: string): void => {
    if (found.has(unit)) return
    found.add(unit)
    for (const imported of importsOf(unit, sources.get(unit) ?? '')) add(imported)
  }
  units.forEach(add)
  return found
}

/** Reads contracts and tests with the OpenZeppelin sources that they import. */
export function readSources(root: string): Map<string, string> {
  const sources = new Map<string, string>()
  const add = (unit: string): void => {
    if (sources.has(unit)) return
    const file = unit.startsWith('@') ? join(root, 'node_modules', unit) : join(root, 'contracts', unit)
    const text = readFileSync(file, 'utf8')
    sources.set(unit, text)
    for (const imported of importsOf(unit, text)) add(imported)
  }
  for (const folder of ['src', 'test'])
    for (const name of readdirSync(join(root, 'contracts', folder), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.sol')) add(`${folder}/${name}`)
  return sources
}
