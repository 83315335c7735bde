import type { PDFDocumentProxy } from 'pdfjs-dist'
import { findTrainingAssertion } from './trainingAssertion.ts'

/** Attachments of a PDF that are looked into: a manifest is among the first. */
const ATTACHMENTS = 16

/**
 * What the author of a PDF reserves: by a C2PA manifest in it, embedded as a file or as it lies in the bytes, or by the
 * property `tdm:reservation` of its metadata (TDM Reservation Protocol §7).
 *
 * @returns what reserves it, as a reader would look for it; undefined for nothing
 */
export async function pdfReservation(document: PDFDocumentProxy, bytes: Uint8Array): Promise<string | undefined> {
  const plain = findTrainingAssertion(bytes)
  if (plain !== undefined) return plain
  const { metadata } = await document.getMetadata()
  const raw: unknown = metadata?.getRaw()
  if (typeof raw === 'string' && /\btdm:reservation\s*(?:=\s*["']|>)\s*1\b/i.test(raw)) return 'tdm:reservation'
  const attachments = (await document.getAttachments()) ?? new Map<string, unknown>()
  for (const id of [...attachments.keys()].slice(0, ATTACHMENTS)) {
    const content: unknown = await document.getAttachmentContent(id)
    const found = content instanceof Uint8Array ? findTrainingAssertion(content) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
