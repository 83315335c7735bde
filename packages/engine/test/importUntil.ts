/** Imports an adapter and stops at a point, to be killed there: DIR BASE.gguf SOURCE convert|converted. */
import { add, testConverter, testStore } from './peftAdapters.ts'

const [dir = '', base = '', source = '', point = ''] = process.argv.slice(2)
const convert = testConverter('none')
await add(
  source,
  testStore(dir, base, {
    convert: async (conversion) => {
      if (point === 'converted') await convert(conversion)
      process.stdout.write(point)
      await new Promise((resolve) => setTimeout(resolve, 600_000))
    },
  }),
)
