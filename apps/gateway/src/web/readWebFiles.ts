import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A file of the built web app, ready to be sent. */
export type WebFile = {
  readonly bytes: Uint8Array
  /** Only where it is smaller. */
  readonly gzip?: Uint8Array
  readonly type: string
  /** SHA-256, 128 bits of it in hex. */
  readonly hash: string
  /** Its name changes with its content. */
  readonly immutable: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Reads the whole build once; requests are then answered from memory and can't reach any other file.
 *
 * @param folder - `apps/web/dist`
 * @returns by path as a browser asks for it (`/assets/index-1a2b.js`); empty when the app has not been built
 */
export async function readWebFiles(folder: string): Promise<Map<string, WebFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, WebFile>()
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const bytes = await readFile(file)
    const gzip = gzipSync(bytes, { level: 9 })
    files.set(path, {
      bytes,
      ...(gzip.length < bytes.length * 0.95 ? { gzip } : {}),
      type,
      hash: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
      immutable: path.startsWith('/assets/'),
    })
  }
  return files
}
