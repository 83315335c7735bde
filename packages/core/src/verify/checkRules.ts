import type { Epoch } from '../epoch/epoch.ts'
import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import { type Rules, rulesRoot } from '../rules/rules.ts'

/** Checks that the published rules are those that the post names. @throws EPOCH_RULES_WRONG */
export function checkRules(epoch: Epoch, rules: Rules): void {
  const root = rulesRoot(rules)
  if (root !== epoch.rulesRoot)
    throw fault(coreErrors.EPOCH_RULES_WRONG, {
      file: 'rules',
      leaf: '',
      field: 'rulesRoot',
      expected: epoch.rulesRoot,
      found: root,
    })
  if (rules.codeHash !== epoch.codeHash) {
    throw fault(coreErrors.EPOCH_RULES_WRONG, {
      file: 'rules',
      leaf: '',
      field: 'codeHash',
      expected: epoch.codeHash,
      found: rules.codeHash,
    })
  }
}
