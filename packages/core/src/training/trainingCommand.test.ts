import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { trainingCommand } from './trainingCommand.ts'

const root = `0x${'ab'.repeat(32)}` as const

test('the command names every choice, and a shell reads back the very words', () => {
  const prompts = ["What's “this”?", '$HOME `id` "quoted" \\ end']
  const command = trainingCommand(
    {
      name: 'my-coder',
      versions: [root],
      selection: [{ version: root, limit: 20, query: "it's; rm -rf /" }],
      config: {
        learningRate: 1e-7,
        epochs: 3,
        quantisation: 'none',
        rankStabilised: true,
        targetModules: ['q_proj', 'v_proj'],
      },
      samplePrompts: prompts,
      retrain: true,
    },
    'Ann of “X”',
  )
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
  const after = (option: string) => words[words.indexOf(option) + 1] ?? ''
  expect(words.slice(0, 4)).toEqual(['openledger', 'model', 'train', 'my-coder'])
  expect(after('--versions')).toBe(root)
  expect(JSON.parse(after('--selection'))).toEqual([{ version: root, limit: 20, query: "it's; rm -rf /" }])
  expect(JSON.parse(after('--sample-prompts'))).toEqual(prompts)
  expect(after('--learning-rate')).toBe('0.0000001')
  expect([after('--epochs'), after('--quantisation'), after('--target-modules')]).toEqual([
    '3',
    'none',
    'q_proj,v_proj',
  ])
  expect(words).toEqual(expect.arrayContaining(['--rank-stabilised', '--retrain']))
  expect(after('--as')).toBe('Ann of “X”')
})
