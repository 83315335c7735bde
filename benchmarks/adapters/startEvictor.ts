import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./evict_pages.py', import.meta.url))

/** Something that drops files from the page cache, so that the next reading comes from the disk. */
export function startEvictor() {
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  return {
    evict: async (path: string): Promise<void> => {
      const done = once(lines, 'line')
      child.stdin.write(`${path}\n`)
      await done
    },
    end: () => child.stdin.end(),
  }
}
