import { z } from 'zod'

const amount = z.string().regex(/^-?\d+$/)

/** What the bench reads of `./openledger demo --json`: checked here, apart from the code that prints it. */
const demoDocumentSchema = z.object({
  run: z.number(),
  seconds: z.number(),
  rpc: z.url(),
  chainId: z.number(),
  contributors: z.array(z.object({ name: z.string(), accepted: z.number(), refused: z.number(), earned: amount })),
  training: z.object({
    reused: z.boolean(),
    evaluation: z.array(
      z.object({ group: z.string(), asked: z.number(), baseRight: z.number(), adapterRight: z.number() }),
    ),
  }),
  calls: z.array(
    z.object({
      callId: z.string(),
      kind: z.string(),
      right: z.boolean().nullable(),
      topIsSource: z.boolean().nullable(),
      fee: amount,
      records: z.array(z.object({ contributor: z.string().nullable(), amount })),
    }),
  ),
  epoch: z.object({
    number: z.number(),
    dataCommitment: z.string(),
    calls: z.number(),
    fees: amount,
    paid: amount,
    burned: amount,
    carried: amount,
  }),
  verification: z.object({ ok: z.boolean() }),
})
export type DemoDocument = z.infer<typeof demoDocumentSchema>

/** Reads the document that a demo printed. */
export const parseDemo = (stdout: string): DemoDocument => demoDocumentSchema.parse(JSON.parse(stdout))

/** payouts + burned + carried − fees of the document's epoch, in wei. */
export const conservation = ({ epoch }: DemoDocument): bigint =>
  BigInt(epoch.paid) + BigInt(epoch.burned) + BigInt(epoch.carried) - BigInt(epoch.fees)
