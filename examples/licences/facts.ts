/** What to know about one licence, written for this example, and two questions that its document answers. */
export type LicenceFacts = {
  readonly id: string
  /** What sets the licence apart. */
  readonly facts: string
  /** A question that names the licence. */
  readonly named: string
  /** A question that does not name it. */
  readonly described: string
}

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

export const reciprocal: readonly LicenceFacts[] = [
  {
    id: 'GPL-2.0-only',
    facts:
      'Strong copyleft: what is derived and passed on comes with its source under the same terms. Only version 2 applies, so it does not mix with version 3.',
    named: 'Can code under GPL 2.0 only be used under version 3?',
    described: 'Which strong copyleft licence of 1991 governs the Linux kernel as version two only?',
  },
  {
    id: 'GPL-3.0-only',
    facts:
      'Strong copyleft with patents and a rule against devices that lock out changed software, called tivoization. Terms end on violation, but come back when cured within 30 days.',
    named: 'What does GPL 3.0 say about devices that lock out changed software?',
    described: 'Which copyleft licence has installation information for user products against tivoization?',
  },
  {
    id: 'LGPL-2.1-only',
    facts:
      'Weak copyleft for libraries: programs that only link to the library may have other terms, but users must be able to relink with a changed library.',
    named: 'May a proprietary program link to an LGPL 2.1 library?',
    described: 'Which lesser GNU licence of 1999 lets proprietary programs link to a library?',
  },
  {
    id: 'LGPL-3.0-only',
    facts: 'Weak copyleft for libraries, written as extra permissions on top of GPL version 3.',
    named: 'How is LGPL 3.0 built on the GPL?',
    described: 'Which library licence is written as additional permissions to GPL version 3?',
  },
  {
    id: 'AGPL-3.0-only',
    facts: 'Network copyleft: users who reach a changed program over a network must be offered its source.',
    named: 'What does the Affero GPL demand of network services?',
    described: 'Which licence makes me offer source code to users of my web service?',
  },
  {
    id: 'MPL-2.0',
    facts:
      'File-level copyleft: changed files stay under it, other files of a larger work may have any terms. It goes together with the GNU licences unless marked otherwise.',
    named: 'What is the scope of copyleft in MPL 2.0?',
    described: 'Which Mozilla licence has copyleft for each file and works with GNU licences?',
  },
  {
    id: 'MPL-1.1',
    facts: 'The older Mozilla file-level copyleft; changed files must be described, and it does not mix with the GPL.',
    named: 'Is MPL 1.1 compatible with the GPL?',
    described: 'Which older Netscape and Mozilla licence asks to document each modification?',
  },
  {
    id: 'EPL-2.0',
    facts: 'Weak copyleft of the Eclipse Foundation; an author may name the GPL as a secondary licence.',
    named: 'What is a Secondary License in the Eclipse Public License 2.0?',
    described: 'Which Eclipse licence can name the GPL as secondary licence?',
  },
  {
    id: 'EPL-1.0',
    facts:
      'Weak copyleft of the Eclipse Foundation, older; commercial distributors must defend other contributors; New York law.',
    named: 'Which state law governs the Eclipse Public License 1.0?',
    described: 'Which older Eclipse licence makes commercial distributors indemnify the other contributors?',
  },
  {
    id: 'CDDL-1.0',
    facts:
      'File-level copyleft of Sun Microsystems, after MPL 1.1, known from OpenSolaris and ZFS. It does not mix with the GPL.',
    named: 'Which company wrote the CDDL?',
    described: 'Which Sun licence of OpenSolaris and ZFS clashes with the GPL?',
  },
  {
    id: 'EUPL-1.2',
    facts:
      'Copyleft licence of the European Union in all its languages, of equal force, with a list of compatible licences. Network use counts as distribution.',
    named: 'In which languages does the EUPL exist?',
    described: 'Which copyleft licence did the European Commission publish in all EU languages?',
  },
  {
    id: 'OSL-3.0',
    facts: 'Strong copyleft by Lawrence Rosen: use over a network, called external deployment, counts as distribution.',
    named: 'What is External Deployment in the Open Software License?',
    described: 'Which copyleft counterpart of the Academic Free License was written by Lawrence Rosen?',
  },
  {
    id: 'CPAL-1.0',
    facts: 'Mozilla-like copyleft with network use and an attribution that must be shown on the screen.',
    named: 'What must a graphic interface show under the CPAL?',
    described: 'Which licence demands that attribution with logo and URL is shown on the screen of a web application?',
  },
  {
    id: 'CECILL-2.1',
    facts: 'French copyleft licence by CEA, CNRS and Inria under French law, compatible with the GPL.',
    named: 'Which institutes wrote CeCILL?',
    described: 'Which copyleft licence follows French law?',
  },
  {
    id: 'Artistic-2.0',
    facts:
      'Perl Foundation licence: a modified version must be renamed, or be given to the author, or be free as well.',
    named: 'What must I do with a Modified Version under Artistic 2.0?',
    described: 'Which licence do Perl packages use that speaks of Standard Version and Modified Version?',
  },
  {
    id: 'LPPL-1.3c',
    facts: 'For LaTeX: a changed work must say that it is not the original; speaks of a current maintainer.',
    named: 'Who is the Current Maintainer in the LaTeX Project Public License?',
    described: 'Which licence do TeX macro packages use?',
  },
  {
    id: 'OFL-1.1',
    facts:
      'For fonts: free to use, embed and change, but not to be sold by themselves; changed fonts may not use reserved font names.',
    named: 'May fonts under the SIL Open Font License be sold by themselves?',
    described: 'Which licence for fonts has reserved font names?',
  },
  {
    id: 'CC-BY-4.0',
    facts: 'For works other than software: any use, also commercial and changed, with credit to the author.',
    named: 'Does CC BY 4.0 allow commercial use?',
    described: 'Under which Creative Commons licence is credit to the author the only condition?',
  },
  {
    id: 'CC-BY-SA-4.0',
    facts: 'Any use with credit; changed works must be shared under the same licence. Used by Wikipedia.',
    named: 'What does ShareAlike mean in CC BY-SA 4.0?',
    described: 'Which Creative Commons licence makes adapted material be shared alike, as for Wikipedia?',
  },
  {
    id: 'CC-BY-NC-4.0',
    facts: 'Use and change with credit, but not for commercial purposes; not a free licence.',
    named: 'May I use CC BY-NC 4.0 material in an advertisement?',
    described: 'Which Creative Commons licence permits only noncommercial use?',
  },
  {
    id: 'CC-BY-ND-4.0',
    facts: 'Passing on with credit, also commercially, but no changed versions may be shared.',
    named: 'May I share adapted material under CC BY-ND 4.0?',
    described: 'Which Creative Commons licence does not allow derivatives?',
  },
  {
    id: 'GFDL-1.3-only',
    facts: 'GNU copyleft for manuals, with invariant sections and cover texts that may not be changed.',
    named: 'What are Invariant Sections in the GNU Free Documentation License?',
    described: 'Which GNU licence is for manuals and textbooks and knows cover texts?',
  },
  {
    id: 'ODbL-1.0',
    facts:
      'Share-alike for databases: attribution, share alike, keep open. Used by OpenStreetMap; the contents may have other rights.',
    named: 'What does ODbL ask for derived databases?',
    described: 'Under which share-alike database licence is OpenStreetMap published?',
  },
  {
    id: 'PDDL-1.0',
    facts: 'Gives databases and their contents to the public domain.',
    named: 'What does the PDDL do with database rights?',
    described: 'Which Open Data Commons text dedicates a database to the public domain?',
  },
  {
    id: 'ODC-By-1.0',
    facts: 'For databases: any use with attribution only.',
    named: 'What is the only condition of ODC-By?',
    described: 'Which Open Data Commons licence asks for attribution only?',
  },
  {
    id: 'CERN-OHL-S-2.0',
    facts:
      'Strongly reciprocal licence for hardware designs: whoever conveys a product gives the complete source of the design.',
    named: 'What is CERN-OHL-S made for?',
    described: 'Which strongly reciprocal licence for open hardware comes from a particle physics laboratory?',
  },
  {
    id: 'SSPL-1.0',
    facts:
      'By MongoDB: whoever offers the program as a service must publish the source of the whole service stack. Not open source.',
    named: 'What must a provider publish under the Server Side Public License?',
    described: 'Which MongoDB licence extends copyleft to the management software of a hosted service?',
  },
  {
    id: 'BUSL-1.1',
    facts:
      'Source available: production use is limited until the change date, at most four years, then a free licence applies. By MariaDB.',
    named: 'What happens on the Change Date of the Business Source License?',
    described: 'Which source-available licence turns into an open one after four years?',
  },
  {
    id: 'Elastic-2.0',
    facts: 'Source available: no managed service to third parties, no tampering with licence keys.',
    named: 'May I offer software under the Elastic License as a managed service?',
    described: 'Which licence forbids offering the software as a hosted service and circumventing the license key?',
  },
  {
    id: 'PolyForm-Noncommercial-1.0.0',
    facts:
      'Source available in plain words for any noncommercial purpose, with personal uses and noncommercial organisations named.',
    named: 'What is a personal use under PolyForm Noncommercial?',
    described: 'Which plain source-available software licence permits only noncommercial purposes?',
  },
]
