import { readFile } from 'node:fs/promises'
import type { Browser } from '../../packages/core/test/openBrowser.ts'

/** The most memory that the largest of a browser's page processes has held so far (VmHWM), bytes; Linux alone tells. */
export async function rendererMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
        return 1_024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
      }),
  )
  return Math.max(0, ...peaks)
}
