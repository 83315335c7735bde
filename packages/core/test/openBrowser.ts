import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A browser, one of its pages, and what debugs a page. */
export type { Browser, CDPSession, Page }

/** Starts this machine's Chromium; `OPENLEDGER_BROWSER` names another. @throws Error saying how to get one */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['OPENLEDGER_BROWSER'] ?? findChromium()
  if (executablePath === undefined)
    throw new Error('There is no Chromium: ./openledger test installs it, or apt-get install chromium does')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-dev-shm-usage',
    ],
  })
}

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) => existsSync(file))
}
