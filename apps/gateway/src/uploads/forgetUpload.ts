import { rm } from 'node:fs/promises'
import { uploads } from '@openledger/db/schema/uploads.ts'
import { eq, lt } from 'drizzle-orm'
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
