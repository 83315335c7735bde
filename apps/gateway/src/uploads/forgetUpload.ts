import { readdir, rm } from 'node:fs/promises'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { GatewayServices } from '../gatewayServices.ts'
import { uploadFolder } from './uploadFolder.ts'

/** Forgets an upload: its row, then what lies in the folder. Records that were opened stay. */
export async function forgetUpload(services: Pick<GatewayServices, 'db' | 'uploadsFolder'>, id: string): Promise<void> {
  await services.db.delete(uploads).where(eq(uploads.id, id))
  await rm(uploadFolder(services.uploadsFolder, id).folder, { recursive: true, force: true })
}

/** Forgets what has expired. */
export async function forgetExpired(services: Pick<GatewayServices, 'db' | 'clock' | 'uploadsFolder'>): Promise<void> {
  const now = new Date(services.clock.now())
  const old = await services.db.select({ id: uploads.id }).from(uploads).where(lt(uploads.expiresAt, now)).limit(20)
  for (const { id } of old) await forgetUpload(services, id)
}

/**
 * Forgets what an earlier program left here before uploads were sealed: nothing of it stays plain on the disk, and who is
 * bringing it announces it again.
 */
export async function forgetUnsealed(services: Pick<GatewayServices, 'db' | 'uploadsFolder'>): Promise<void> {
  const namesIn = async (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
  const folders = await namesIn(services.uploadsFolder)
  for (const id of folders.filter((name) => z.uuid().safeParse(name).success)) {
    const { folder } = uploadFolder(services.uploadsFolder, id)
    const files = await namesIn(folder)
    if (files.includes('file') || files.includes('records.jsonl')) await forgetUpload(services, id)
  }
}
