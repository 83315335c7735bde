/** A mutant that no test kills, and why that is so: mostly because it does what the contract does. */
type ExplainedSurvivor = { readonly id: string; readonly what: string; readonly reason: string }

export const explainedSurvivors: readonly ExplainedSurvivor[] = []
