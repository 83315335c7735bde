/** What leaves the choice of the model to the gateway, where no model has this name. */
export const AUTO = 'auto'

/** Models to choose from: where there are several, also to leave the choice. */
export function withAuto(names: readonly string[]): readonly string[] {
  return names.length < 2 || names.includes(AUTO) ? names : [...names, AUTO]
}
