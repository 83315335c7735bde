import { type Command, EXIT } from '../command.ts'
import { stopStack } from '../stack/stopStack.ts'

export const command: Command = {
  path: ['down'],
  summary: 'stop everything that up started',
  usage: '',
  options: {},
  run: async ({ terminal, paths, json }) => {
    const stopped = await stopStack(paths)
    if (json) terminal.out(JSON.stringify({ stopped }))
    else terminal.out(stopped.length === 0 ? 'nothing was running' : `stopped: ${stopped.join(', ')}`)
    return EXIT.ok
  },
}
