import type { LicenceFacts } from './licenceFacts.ts'

/** Permissive licences and public domain texts. */
export const permissive: readonly LicenceFacts[] = [
  {
    id: 'MIT',
    facts: 'Permissive and very short. Any use is free; the copyright and permission notice must stay in all copies.',
    named: 'What does the MIT License ask me to keep in copies?',
    described:
      'Which very short permissive licence only asks to keep the copyright and permission notice in copies or substantial portions?',
  },
  {
    id: 'MIT-0',
    facts: 'The MIT terms without the duty to keep the notice: no attribution is needed at all.',
    named: 'Does MIT No Attribution require a notice?',
    described: 'Is there a variant of MIT in which attribution is not needed?',
  },
  {
    id: 'Apache-2.0',
    facts:
      'Permissive with an express patent grant, which ends for whoever sues over patents. Changed files must say so, and a NOTICE file must be passed on.',
    named: 'What happens to the patent grant of Apache 2.0 if I sue?',
    described: 'Which permissive licence has an express patent grant and a NOTICE file that must be passed on?',
  },
  {
    id: 'BSD-2-Clause',
    facts: 'Permissive with two conditions: the notice stays in source copies and is repeated with binaries.',
    named: 'What are the two conditions of the BSD 2-Clause licence?',
    described: 'Which BSD licence has just two conditions, one for source and one for binary form?',
  },
  {
    id: 'BSD-3-Clause',
    facts:
      'The two BSD conditions and a third: the names of the holder and contributors may not be used to endorse products.',
    named: 'What does the third clause of BSD 3-Clause forbid?',
    described:
      'Which licence forbids using the names of contributors to endorse products, but has no advertising clause?',
  },
  {
    id: 'BSD-4-Clause',
    facts:
      'The original BSD licence with the advertising clause: advertisements must acknowledge the developer. It does not go together with the GPL.',
    named: 'What must advertisements say under BSD 4-Clause?',
    described: 'Which original BSD licence has the advertising clause that clashes with the GPL?',
  },
  {
    id: '0BSD',
    facts:
      'Permission for any purpose without any condition, not even a notice; named for Toybox. It is the ISC text with its condition cut out.',
    named: 'Does Zero-Clause BSD have any condition?',
    described: 'Which BSD variant has zero clauses and no condition at all?',
  },
  {
    id: 'BSD-3-Clause-Clear',
    facts: 'BSD 3-Clause with a clear statement that no patent rights are granted.',
    named: 'Are patent rights granted by the BSD 3-Clause Clear licence?',
    described: 'Which BSD licence says expressly that no patent licence is granted?',
  },
  {
    id: 'BSD-2-Clause-Patent',
    facts: 'BSD 2-Clause plus a patent grant by each contributor; made to be compatible with GPL version 2.',
    named: 'What does BSD-2-Clause Plus Patent add?',
    described: 'Which two-clause BSD licence adds a patent grant?',
  },
  {
    id: 'ISC',
    facts:
      'As MIT, with words left out that international copyright law makes needless; used by OpenBSD and by many npm packages.',
    named: 'Who uses the ISC License?',
    described: 'Which short licence from the Internet Systems Consortium do OpenBSD and npm packages use?',
  },
  {
    id: 'Zlib',
    facts:
      'Permissive: do not claim to have written the original, mark altered versions plainly, keep the notice in source. Binaries need no notice.',
    named: 'What does the zlib License forbid about the origin of the software?',
    described: 'Under which licence must altered versions be plainly marked and the origin not be misrepresented?',
  },
  {
    id: 'BSL-1.0',
    facts:
      'Permissive licence of the Boost C++ libraries: the notice is not needed for works that are only machine-executable object code.',
    named: 'When does the Boost Software License not need a notice?',
    described: 'Which licence of C++ libraries frees compiled object code from carrying the notice?',
  },
  {
    id: 'Unlicense',
    facts: 'Gives software to the public domain, with a permission to all as a fallback and no warranty.',
    named: 'What does the Unlicense do with copyright?',
    described:
      'How can I release software into the public domain with a short text that dedicates all copyright interest?',
  },
  {
    id: 'CC0-1.0',
    facts:
      'Waives all copyright and related rights worldwide, with a broad licence as a fallback; patents and trademarks are not waived. For data and works of all kinds.',
    named: 'Does CC0 waive patents and trademarks?',
    described: 'Which Creative Commons tool waives all copyright, for instance for data?',
  },
  {
    id: 'X11',
    facts:
      'The MIT text with a last paragraph: the name of the X Consortium may not be used in advertising without permission.',
    named: 'What may the name of the X Consortium not be used for?',
    described: 'Which MIT-like licence comes from the X Window System?',
  },
  {
    id: 'NCSA',
    facts: 'Mixes MIT and BSD 3-Clause; from the University of Illinois, used for LLVM in the past.',
    named: 'Which university wrote the NCSA licence?',
    described: 'Under which University of Illinois licence was LLVM published?',
  },
  {
    id: 'PostgreSQL',
    facts: 'Permissive, close to MIT, of the PostgreSQL database; names the University of California.',
    named: 'Is the PostgreSQL License permissive?',
    described: 'Which licence does the Postgres database use?',
  },
  {
    id: 'Python-2.0',
    facts:
      'A stack of licences of Python: Python Software Foundation, BeOpen, CNRI and CWI. Changes must be summarised.',
    named: 'Which organisations appear in the Python License 2.0?',
    described: 'Which licence stack holds the BeOpen and CNRI agreements?',
  },
  {
    id: 'PHP-3.01',
    facts: 'Permissive licence of PHP: derived products may not be called PHP without permission.',
    named: 'May a derived product be called PHP under the PHP License?',
    described: 'Which licence restricts naming a product after a scripting language from the PHP Group?',
  },
  {
    id: 'OpenSSL',
    facts:
      'Two licences at once, of OpenSSL and of SSLeay, both with advertising clauses. Later OpenSSL versions use Apache 2.0.',
    named: 'Which two licences make up the OpenSSL License?',
    described: 'Which cryptography toolkit licence names Eric Young and SSLeay?',
  },
  {
    id: 'curl',
    facts: 'Permissive, after MIT and ISC, of the curl transfer tool by Daniel Stenberg.',
    named: 'Who is the author named in the curl License?',
    described: 'Which licence covers the transfer tool of Daniel Stenberg?',
  },
  {
    id: 'BlueOak-1.0.0',
    facts: 'Permissive in plain modern words, with a patent licence and thirty days to put a missing notice right.',
    named: 'How long does the Blue Oak Model License give to fix a missing notice?',
    described: 'Which permissive licence in plain words excuses a missing notice if I comply within thirty days?',
  },
  {
    id: 'UPL-1.0',
    facts:
      'Universal Permissive License of Oracle: copyright and patents, also for larger works that are named in a file.',
    named: 'What are Larger Works in the Universal Permissive License?',
    described: 'Which permissive licence by Oracle covers patents for larger works?',
  },
  {
    id: 'MulanPSL-2.0',
    facts:
      'Permissive licence in Chinese and English, of equal force; the Chinese text prevails where they differ. It holds a patent grant.',
    named: 'Which language prevails in the Mulan Permissive Software License?',
    described: 'Which permissive licence is written in Chinese and English?',
  },
  {
    id: 'AFL-3.0',
    facts:
      'Academic Free License by Lawrence Rosen: permissive with patents, external deployment and attribution notices.',
    named: 'Who wrote the Academic Free License?',
    described: 'Which permissive academic licence was written by the lawyer Lawrence Rosen?',
  },
  {
    id: 'ECL-2.0',
    facts: 'Apache 2.0 for education: the patent grant is narrowed, as universities cannot bind all their inventors.',
    named: 'How does the Educational Community License change the patent grant?',
    described: 'Which variant of the Apache licence suits universities?',
  },
  {
    id: 'MS-PL',
    facts: 'Short permissive licence of Microsoft with patents; source that is passed on stays under it.',
    named: 'Is the Microsoft Public License permissive?',
    described: 'Which short permissive licence did Microsoft write?',
  },
  {
    id: 'JSON',
    facts:
      'The MIT text plus one sentence: the software shall be used for good, not evil. For that it is not open source.',
    named: 'Which sentence does the JSON License add?',
    described: 'Which licence says that the software shall be used for Good, not Evil?',
  },
  {
    id: 'Unicode-3.0',
    facts: 'Permissive, for the data files and software of Unicode.',
    named: 'What does the Unicode License v3 cover?',
    described: 'Which licence covers character data files of the Unicode consortium?',
  },
  {
    id: 'FTL',
    facts:
      'BSD-like licence of the FreeType font engine with a credit clause: documentation must mention the FreeType project.',
    named: 'What credit does the FreeType Project License ask for?',
    described: 'Which licence of a font rendering engine asks for credit in the documentation?',
  },
]
