import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The processes that are killed. */
export const victims = ['demo', 'supervisor', 'chain', 'node', 'engine', 'trainer'] as const
export type Victim = (typeof victims)[number]

const run = promisify(execFile)

type Process = { readonly pid: number; readonly parent: number; readonly command: string }

/**
 * The processes of a running demo that live at this moment, in the order of `victims`.
 * @param home its state folder: the supervisor and the node carry it in their command lines
 * @param demo process id of `./openledger demo`
 */
export async function liveProcesses(
  home: string,
  demo: number,
): Promise<readonly { readonly victim: Victim; readonly pid: number }[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 1 << 24 })
  const all = stdout.split('\n').flatMap((line): Process[] => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }] : []
  })
  const supervisor = all.find(({ command }) => command.includes(`up --home ${home}`))?.pid
  const node = all.find(({ command }) => command.includes(`--config ${home}/`))?.pid
  const childOf = (parent: number | undefined, part: string) =>
    all.find((process) => parent !== undefined && process.parent === parent && process.command.includes(part))?.pid
  const trainerServer = childOf(node, 'openledger_trainer')
  const found: Record<Victim, number | undefined> = {
    demo: all.some(({ pid }) => pid === demo) ? demo : undefined,
    supervisor,
    chain: childOf(supervisor, 'anvil'),
    node,
    engine: childOf(node, 'engine'),
    // The process of a job, else the server that waits for one.
    trainer: childOf(trainerServer, 'openledger_trainer') ?? trainerServer,
  }
  return victims.flatMap((victim) => {
    const pid = found[victim]
    return pid === undefined ? [] : [{ victim, pid }]
  })
}
