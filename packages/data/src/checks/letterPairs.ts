/**
 * How surprising letter b is after letter a in written language, in half bits, as one base-36 digit: row a, column b.
 * Row and column 0 are the edge of a word, 1 to 26 are a to z. Made by `scripts/makeLetterPairs.ts` from 9567
 * different words of licence texts; not to be edited by hand.
 */
export const letterPairs: readonly string[] = [
  'q7a788aab9dda9ba8g879aabjhd',
  'ad98ajcae9kd6a6laj6959dfhdi',
  'a8efh4leg6el5eg8gl89c7igleh',
  'a7kbi6jk58nb9jj5ggae7akjnek',
  '48fhd4heh5hjcdg9kkbbe9eflfl',
  '5be98bdcealg9a5gcg57adcfbhi',
  '97fjf67dl5llbgh6hl8d88lfhcf',
  '38hje4ieb8kiafaahm8ad9mmmgk',
  '75fhf4iii7lebbb7hi8f7ahflcj',
  'cab7b7b9hkdf9a47dea77jamfnc',
  '87gea5eeeae6gea6aggbg5degg9',
  '59hgj4jed7jbaga7jjb889jfjgf',
  '67gfb5dei5mh7fg9gmjb9afio8k',
  '85ahf4gim6mid8h86miae9hjmgk',
  '59f977c6f9jdfhcahig75cdgpge',
  'bdcbaccbgcif974b9o59a8bbhfj',
  '96hkf5egaamk6hg78m5b99kmkdm',
  'afffffffdfffdffffffcf1fffff',
  '66dbb4ecf7pccab8dkc88bdfncf',
  '3ag9f6efb8pfdfh9aif869hhpfk',
  '58igi4iha5mlcgh9ip89bahfmbc',
  'ba99b8cbe9hf895gal676idiehi',
  'c6kig2kkk6kigig6kkchkfkiikk',
  '85hfh4dj85jhbj97ejb9fejdfhj',
  '5ah7e5fhc7hhfehf5hhc6hhbbdh',
  '1beegafhjajjcabb9jd9cfffhfe',
  '88cgi4iai5igaeg9eicia5eaieg',
]
