import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** The machine in words: processor, cores, memory, system, and how loaded it was. */
export function describeMachine(): string {
  const processors = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  const load = loadavg()[0]?.toFixed(1) ?? '?'
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${gib} GiB, ${type()} ${release()}, Node ${process.versions.node}, load ${load} at the start`
}
