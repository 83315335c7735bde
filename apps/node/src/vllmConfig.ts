import { z } from 'zod'

/** A vLLM server that answers in place of the node's own engine (docs/vllm.md). */
export const vllmConfigSchema = z.strictObject({
  /** `http://HOST:PORT` */
  url: z.url({ protocol: /^https?$/ }),
  /** What it was given as `--api-key`. */
  apiKey: z.string().min(1).optional(),
  /** Its name for the base model; the base model's id unless set. */
  servedName: z.string().min(1).max(200).optional(),
  /** Where adapters are written for it, this node's alone; `home/models/vllm` unless set. */
  adaptersFolder: z.string().min(1).optional(),
  /** The same folder as its machine names it, where that is another name. */
  adaptersFolderThere: z.string().min(1).optional(),
  /** Most adapters and ensembles there at a time: at most its `--max-cpu-loras`. */
  adaptersMax: z.int().min(1).max(10_000).default(64),
  /** How long it may be away when the node starts, s. */
  wait_s: z.int().min(0).max(86_400).default(600),
  /** How long an answer may bring nothing before it is given up, s. */
  silence_s: z.int().min(1).max(300).default(120),
})
