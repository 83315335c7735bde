import { z } from 'zod'

/** Environment variables that the command line reads; everything else of the environment is left alone. */
export const environmentSchema = z.object({
  /** State folder. */
  OPENLEDGER_HOME: z.string().min(1).optional(),
  /** PostgreSQL database of a new state folder's books. */
  OPENLEDGER_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://USER@HOST/DATABASE' })
    .optional(),
  /** A vLLM server that answers in place of the node's own engine, and what it was given as --api-key. */
  OPENLEDGER_VLLM_URL: z.url({ protocol: /^https?$/, error: 'must be http://HOST:PORT' }).optional(),
  OPENLEDGER_VLLM_API_KEY: z.string().min(1).optional(),
  /** A second RPC that has to agree with the first, for verify and watch. */
  OPENLEDGER_COMPARE_RPC: z.url().optional(),
  /** Private key that `deploy` sends with. */
  OPENLEDGER_DEPLOY_KEY: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/i, 'must be a private key: 0x and 64 hex digits')
    .optional(),
  /** Password of the keystore that `deploy` sends with. */
  OPENLEDGER_KEYSTORE_PASSWORD: z.string().optional(),
  /** Token of the Hugging Face Hub, for `model export --push`. */
  HF_TOKEN: z.string().min(1).optional(),
  /** Another hub than huggingface.co. */
  HF_ENDPOINT: z.url().optional(),
  /** Any value: the Hub's client uploads by plain HTTP. */
  HF_HUB_DISABLE_XET: z.string().optional(),
  /** Any value: no colours. */
  NO_COLOR: z.string().optional(),
})

export type Environment = z.output<typeof environmentSchema>
