import type { BaseCard } from './baseCard.ts'

const APACHE = {
  name: 'Apache-2.0',
  url: 'https://www.apache.org/licenses/LICENSE-2.0',
  terms: 'Use, change and sell freely; keep the notices.',
} as const

/** What the cards here have in common: nothing of them was read from a file. */
const notHere = { size: null, sha256: null, checked: false, shape: null } as const

/**
 * One model of each family whose weights do not come with this project. Figures are what the authors publish, rounded as
 * they round them; what is tested of these families are small random models of the same architecture (bench `factory`).
 */
export const publishedBases: readonly BaseCard[] = [
  {
    ...notHere,
    id: 'mistral-7b-instruct-v0.3',
    title: 'Mistral 7B Instruct v0.3',
    family: 'mistral',
    licence: APACHE,
    parameters: 7_250_000_000,
    context: 32_768,
    strengths: ['General English chat and summaries', 'Widely used: many comparisons exist'],
    source: 'https://huggingface.co/mistralai/Mistral-7B-Instruct-v0.3',
  },
  {
    ...notHere,
    id: 'qwen2.5-0.5b-instruct',
    title: 'Qwen2.5 0.5B Instruct',
    family: 'qwen2',
    licence: APACHE,
    parameters: 490_000_000,
    context: 32_768,
    strengths: ['Structured answers such as JSON', 'Chinese, English and some thirty languages'],
    source: 'https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct',
  },
  {
    ...notHere,
    id: 'qwen3-0.6b',
    title: 'Qwen3 0.6B',
    family: 'qwen3',
    licence: APACHE,
    parameters: 600_000_000,
    context: 32_768,
    strengths: ['Reasoning for its size', 'Many languages'],
    source: 'https://huggingface.co/Qwen/Qwen3-0.6B',
  },
  {
    ...notHere,
    id: 'glm-4-9b-0414',
    title: 'GLM-4 9B 0414',
    family: 'glm4',
    licence: {
      name: 'MIT',
      url: 'https://opensource.org/license/mit',
      terms: 'Use, change and sell freely; keep the notice.',
    },
    parameters: 9_000_000_000,
    context: 32_768,
    strengths: ['Chinese and English', 'Tools and code'],
    source: 'https://huggingface.co/THUDM/GLM-4-9B-0414',
  },
  {
    ...notHere,
    id: 'deepseek-v2-lite-chat',
    title: 'DeepSeek-V2-Lite Chat',
    family: 'deepseek2',
    licence: {
      name: 'DeepSeek Model License',
      url: 'https://github.com/deepseek-ai/DeepSeek-V2/blob/main/LICENSE-MODEL',
      terms: 'Commercial use is allowed; its list of uses that are not goes along with it.',
    },
    parameters: 15_700_000_000,
    context: 32_768,
    strengths: ['Only 2.4 of 15.7 billion parameters work on a token', 'Code and mathematics, English and Chinese'],
    source: 'https://huggingface.co/deepseek-ai/DeepSeek-V2-Lite-Chat',
  },
  {
    ...notHere,
    id: 'falcon-7b',
    title: 'Falcon 7B',
    family: 'falcon',
    licence: APACHE,
    parameters: 7_000_000_000,
    context: 2_048,
    strengths: ['Trained on web text that was cleaned with care', 'English and French'],
    source: 'https://huggingface.co/tiiuae/falcon-7b',
  },
  {
    ...notHere,
    id: 'bloom-560m',
    title: 'BLOOM 560M',
    family: 'bloom',
    licence: {
      name: 'BigScience RAIL 1.0',
      url: 'https://huggingface.co/spaces/bigscience/license',
      terms: 'Open use with a list of uses that are not allowed, which goes along with the model.',
    },
    parameters: 559_214_592,
    context: 2_048,
    strengths: ['45 natural and 12 programming languages'],
    source: 'https://huggingface.co/bigscience/bloom-560m',
  },
  {
    ...notHere,
    id: 'gpt2',
    title: 'GPT-2 124M',
    family: 'gpt2',
    licence: {
      name: 'MIT',
      url: 'https://opensource.org/license/mit',
      terms: 'Use, change and sell freely; keep the notice.',
    },
    parameters: 124_000_000,
    context: 1_024,
    strengths: ['Small and well studied', 'English text that goes on'],
    source: 'https://huggingface.co/openai-community/gpt2',
  },
]
