import { readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { ApiHandler } from './apiHandler.ts'

const ROUTES = new URL('../routes/', import.meta.url)

function isHandler(value: unknown): value is ApiHandler {
  return (
    typeof value === 'object' &&
    value !== null &&
    'route' in value &&
    'handle' in value &&
    typeof value.handle === 'function'
  )
}

/**
 * Finds the routes: every file below src/routes/ exports one `handler`. No list is kept.
 *
 * @returns handlers in order of their files' names
 * @throws Error when a file exports none, or two serve the same method and path
 */
export async function loadHandlers(folder: URL = ROUTES): Promise<ApiHandler[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
  const seen = new Set<string>()
  const handlers: ApiHandler[] = []
  for (const file of files) {
    const module: unknown = await import(pathToFileURL(file).href)
    const handler = typeof module === 'object' && module !== null && 'handler' in module ? module.handler : undefined
    if (!isHandler(handler)) throw new Error(`${file} exports no handler`)
    const name = `${handler.route.method} ${handler.route.path}`
    if (seen.has(name)) throw new Error(`Two files serve ${name}`)
    seen.add(name)
    handlers.push(handler)
  }
  return handlers
}
