import type { Policy } from './policy.ts'

/** S3-FIFO (Yang et al., SOSP 2023): a small queue of a tenth of the places, a main queue, and ids of those that left the small one. */
export function s3Fifo(slots: number): Policy {
  const smallMax = Math.max(1, Math.floor(slots / 10))
  const small: number[] = []
  const main: number[] = []
  const ghosts = new Set<number>()
  const uses = new Map<number, number>()

  const leaveMain = () => {
    for (let id = main.shift(); id !== undefined; id = main.shift()) {
      const left = uses.get(id) ?? 0
      if (left === 0) {
        uses.delete(id)
        return
      }
      uses.set(id, left - 1)
      main.push(id)
    }
  }
  const leaveSmall = () => {
    for (let id = small.shift(); id !== undefined; id = small.shift()) {
      if ((uses.get(id) ?? 0) > 1) {
        uses.set(id, 0)
        main.push(id)
        if (main.length > slots - smallMax) leaveMain()
        continue
      }
      uses.delete(id)
      ghosts.add(id)
      if (ghosts.size > slots) for (const oldest of ghosts) if (ghosts.delete(oldest)) break
      return
    }
  }
  return {
    name: 'S3-FIFO',
    ask: (id) => {
      const used = uses.get(id)
      if (used !== undefined) {
        uses.set(id, Math.min(3, used + 1))
        return true
      }
      while (small.length + main.length >= slots) {
        if (small.length >= smallMax) leaveSmall()
        else leaveMain()
      }
      if (ghosts.delete(id)) main.push(id)
      else small.push(id)
      uses.set(id, 0)
      return false
    },
  }
}
