import { z } from 'zod'

const address = z.url({ protocol: /^https?$/ })

/** What the operator sets about where adapters come from and how much of a stranger's content is borne. */
export const storeSettingsSchema = z.strictObject({
  /** Hugging Face's hub, or a mirror with the same addresses. */
  hubUrl: address.default('https://huggingface.co'),
  /** Sent to the hub's own origin and nowhere else. */
  hubToken: z.string().min(1).optional(),
  s3: z
    .strictObject({
      /** Buckets are asked for as ENDPOINT/BUCKET/KEY; by default Amazon's for the region. */
      endpoint: address.optional(),
      region: z.string().min(1).default('us-east-1'),
      /** Without them objects are asked for as the public may. */
      credentials: z
        .strictObject({
          accessKeyId: z.string().min(1),
          secretAccessKey: z.string().min(1),
          sessionToken: z.string().min(1).optional(),
        })
        .optional(),
    })
    .prefault({}),
  /** Origins (`http://127.0.0.1:9000`) that may be plain http and may lie in the operator's own network. */
  allowedOrigins: z.array(address.transform((url) => new URL(url).origin)).default([]),
  /** Most bytes of an adapter's files, as they come and unpacked. */
  bytesMax: z
    .int()
    .min(1024)
    .default(2 * 1024 ** 3),
  /** Seconds that fetching one adapter may take, and that a connection may be silent. */
  time_s: z.number().positive().max(86_400).default(1_800),
  idle_s: z.number().positive().max(3_600).default(30),
  redirectsMax: z.int().min(0).max(20).default(5),
  /** `network`: convert without a network, or not at all; `none`: the operator bears a converter that has one. */
  isolation: z.enum(['network', 'none']).default('network'),
})

export type StoreSettings = z.output<typeof storeSettingsSchema>
