import type { PDFDocumentProxy } from 'pdfjs-dist'

/**
 * Opens a PDF with PDF.js in this very thread, which is a worker's or a process's of its own: nothing is fetched, drawn
 * or run. The legacy build is the one that runs alike in Node and in browsers.
 */
export async function openPdf(
  data: Uint8Array,
): Promise<{ readonly document: PDFDocumentProxy; readonly close: () => Promise<void> }> {
  // PDF.js takes its worker from here, where there is one, instead of starting another.
  // @ts-expect-error: the package gives no types for it
  const worker: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  Object.assign(globalThis, { pdfjsWorker: worker })
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({
    data,
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
  })
  const document = await task.promise
  return { document, close: () => task.destroy() }
}
