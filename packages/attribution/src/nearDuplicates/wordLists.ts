/**
 * Words that decide which of several alike facts is meant, each with the form that stands for it. Swapping one of
 * these is never a mere change of wording: "left eye" and "right eye" are different facts.
 */
export const contrastWords: ReadonlyMap<string, string> = new Map([
  ...`left right bilateral unilateral upper lower anterior posterior proximal distal medial lateral internal
   external inner outer front back north south east west open closed displaced nondisplaced initial
   subsequent sequela acute chronic subacute primary secondary tertiary first second third fourth fifth last
   previous next male female maternal paternal before after above below more less most least increase
   decrease minimum maximum greater smaller all none only every any without specified unspecified other not
   yes true false malignant benign one two three four five six seven eight nine ten ii iii iv vi vii viii ix
   xi xii`
    .split(/\s+/)
    .map((word): [string, string] => [word, word]),
  ['nos', 'unspecified'],
  ['nec', 'other'],
  ['others', 'other'],
  ['no', 'not'],
  ['never', 'not'],
  ['nor', 'not'],
  ['non', 'not'],
  ['cannot', 'not'],
  ["don't", 'not'],
  ["isn't", 'not'],
  ["doesn't", 'not'],
  ['sequelae', 'sequela'],
])

/** Words that frame a request or join words; changing them leaves what is asked. */
export const frameWords: ReadonlySet<string> = new Set(
  `a an the of for to in on at by from into as with and or than then so if about is are was were be been being am do
   does did can could should shall will would may might must has have had what which who whom whose when where why how
   i me my we us our you your he him his she her it its they them their this that these those there here
   what's whats it's that's i'm please kindly tell give name find show list say says said state write look answer
   question know need want wish use used using let get help explain describe define mean means called stand stands
   due caused because also just like such`.split(/\s+/),
)
