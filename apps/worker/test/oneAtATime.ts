import { open, readFile, rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/**
 * Runs `work` while no other process of the tests runs it under the same file. A process that died holds nothing.
 *
 * @param file names its holder while it is there.
 */
export async function oneAtATime<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(file))) {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''))
    if (holder > 0 && !lives(holder)) await rm(file, { force: true })
    else await setTimeout(500)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(String(process.pid))
    await handle.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
