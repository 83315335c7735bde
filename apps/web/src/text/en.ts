import { accounts } from './en/accounts.ts'
import { acting } from './en/acting.ts'
import { calls } from './en/calls.ts'
import { chat } from './en/chat.ts'
import { checks } from './en/checks.ts'
import { contribute } from './en/contribute.ts'
import { datanets } from './en/datanets.ts'
import { earnings } from './en/earnings.ts'
import { epochs } from './en/epochs.ts'
import { evaluation } from './en/evaluation.ts'
import { explore } from './en/explore.ts'
import { factory } from './en/factory.ts'
import { home } from './en/home.ts'
import { judging } from './en/judging.ts'
import { models } from './en/models.ts'
import { myDatanets } from './en/myDatanets.ts'
import { operator } from './en/operator.ts'
import { provenance } from './en/provenance.ts'
import { publishing } from './en/publishing.ts'
import { reviews } from './en/reviews.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/signIn.ts'
import { usage } from './en/usage.ts'
import { versions } from './en/versions.ts'

/** Every text of the app in English, a file for each area. Another language is another file of this shape. */
export const en = {
  language: 'en',
  languageName: 'English',
  name: 'OpenLedger',
  ...shell,
  ...home,
  ...datanets,
  ...models,
  ...calls,
  ...epochs,
  ...accounts,
  ...signIn,
  ...chat,
  ...acting,
  ...myDatanets,
  ...earnings,
  ...settings,
  ...versions,
  ...reviews,
  ...contribute,
  ...factory,
  ...evaluation,
  ...publishing,
  ...usage,
  ...operator,
  ...explore,
  ...provenance,
  ...checks,
  ...judging,
}
