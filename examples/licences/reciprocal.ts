import type { LicenceFacts } from './licenceFacts.ts'

/** Licences with copyleft, and those for content, data, hardware and source-available software. */
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
