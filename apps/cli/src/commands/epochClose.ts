import { type Command, EXIT } from '../command.ts'
import { closeEpoch, passWindow } from '../operations/closeEpoch.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['epoch', 'close'],
  summary: 'settle every call since the last epoch (the operator’s machine)',
  usage: '[--final]',
  options: {
    final: { type: 'boolean', help: 'wait for the challenge window; on the development chain time is moved' },
  },
  run: async ({ values, terminal, paths, json, signal }) => {
    const session = await openSession(paths)
    const posted = await closeEpoch(session, { signal, onStatus: (status) => terminal.tick(`epoch: ${status}`) })
    const epoch = values['final'] === true ? await passWindow(session, posted, signal) : posted
    terminal.out(
      json ? JSON.stringify(epoch, null, 2) : `epoch ${epoch.number} ${epoch.status} ${epoch.epochHash ?? ''}`,
    )
    return EXIT.ok
  },
}
