import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The processes that are killed. */
export const victims = ['demo', 'supervisor', 'chain', 'node', 'engine', 'trainer'] as const
export type Victim = (typeof victims)[number]

const run = promisify(execFile)

type Process = { readonly pid: number; readonly parent: number; readonly command: string }

/**
 * The process of a running demo that plays a part.
 * @param home its state folder: the supervisor and the node carry it in their command lines
 * @param demo process id of `./openledger demo`
 * @returns undefined when it does not run at this moment
 */
export async function findProcess(victim: Victim, home: string, demo: number): Promise<number | undefined> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 1 << 24 })
  const all = stdout.split('\n').flatMap((line): Process[] => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }] : []
  })
  const supervisor = all.find(({ command }) => command.includes(`up --home ${home}`))?.pid
  const node = all.find(({ command }) => command.includes(`--config ${home}/`))?.pid
  const childOf = (parent: number | undefined, part: string) =>
    all.find((process) => parent !== undefined && process.parent === parent && process.command.includes(part))?.pid
  switch (victim) {
    case 'demo':
      return all.some(({ pid }) => pid === demo) ? demo : undefined
    case 'supervisor':
      return supervisor
    case 'chain':
      return childOf(supervisor, 'anvil')
    case 'node':
      return node
    case 'engine':
      return childOf(node, 'engine')
    case 'trainer':
      return childOf(node, 'openledger_trainer')
  }
}
