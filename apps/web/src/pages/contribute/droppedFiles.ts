import { ingestLimits } from '@openledger/data/ingest/limits.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'

/**
 * Every file that was dropped, folders walked through. One more than may be brought is enough: the plan refuses them.
 */
export async function droppedFiles(items: DataTransferItemList): Promise<NamedFile[]> {
  // Entries must be taken before anything is awaited: the list is empty then.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const found: NamedFile[] = []
  for (const entry of entries) await walk(entry, '', found)
  return found
}

async function walk(entry: FileSystemEntry, folder: string, found: NamedFile[]): Promise<void> {
  if (found.length > ingestLimits.files) return
  const path = `${folder}${entry.name}`
  if (isFile(entry)) {
    found.push({ path, blob: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) })
    return
  }
  if (!isFolder(entry)) return
  const reader = entry.createReader()
  for (;;) {
    // Given in pieces; an empty one is the last.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const inner of some) await walk(inner, `${path}/`, found)
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
