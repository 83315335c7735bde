/**
 * Runs work while nothing else of the model runs. llama.cpp keeps a list of a model's adapters, without a lock: loading
 * and freeing change it, and a context walks through it when it is made and when it lays out an evaluation. Two of these
 * at a time end the process.
 */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>
