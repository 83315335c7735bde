/** A licence's record said again by somebody who wants its income: other words, same facts, nothing quoted. */
export type Paraphrase = { readonly url: string; readonly title: string; readonly text: string }

const of = (id: string, title: string, text: string): Paraphrase => ({
  url: `https://spdx.org/licenses/${id}.html`,
  title,
  text,
})

/** Written by hand for this bench: an attacker's work, not a program's. */
export const paraphrases: readonly Paraphrase[] = [
  of(
    'MIT',
    'The MIT licence in brief',
    'MIT, its SPDX id, is an OSI-approved and extremely brief permissive licence. Use it however you want, as long as every copy keeps the copyright line together with the permission notice.',
  ),
  of(
    'Apache-2.0',
    'About the Apache License, version 2.0',
    'Apache-2.0 (OSI-approved) is permissive and expressly grants patents; anyone who starts a patent suit loses that grant. You have to mark modified files, and the NOTICE file has to travel along.',
  ),
  of(
    'BSD-3-Clause',
    'What the three-clause BSD licence adds',
    'BSD-3-Clause, approved by the OSI, keeps both conditions of BSD and puts a third beside them: nobody may advertise or endorse products with the names of the holder or of contributors.',
  ),
  of(
    'BSD-4-Clause',
    'Old BSD with its advertising clause',
    'BSD-4-Clause has no OSI approval. This original BSD licence carries the advertising clause: adverts have to acknowledge the developer. It cannot be combined with the GPL.',
  ),
  of(
    'Zlib',
    'zlib terms',
    "The zlib licence (SPDX: Zlib, OSI yes) is permissive. Don't pretend that you wrote the original, label altered versions clearly, and leave the notice in the source; binaries can go without it.",
  ),
  of(
    'CC0-1.0',
    'CC0 explained',
    'CC0-1.0, not OSI-approved, gives up copyright and neighbouring rights in the whole world and falls back on a wide licence. It leaves patents and trademarks alone. Suited to data and any kind of work.',
  ),
  of(
    'Unlicense',
    'Unlicense, the short version',
    'With the Unlicense (OSI-approved) software is put into the public domain; as a fallback everybody gets permission, and there is no warranty.',
  ),
  of(
    'BSL-1.0',
    'Boost licence summary',
    'BSL-1.0 is the OSI-approved permissive licence of the C++ libraries called Boost. Works that exist only as machine-executable object code can leave the notice out.',
  ),
  of(
    'PHP-3.01',
    "PHP's own licence",
    'PHP-3.01, OSI-approved, is how PHP is licensed permissively: you need permission before a derived product may carry the name PHP.',
  ),
  of(
    'JSON',
    'The licence with good and evil',
    'JSON is MIT with one additional sentence, that the software shall be used for good and not for evil. Because of it the OSI has not approved it and it does not count as open source.',
  ),
  of(
    'GPL-3.0-only',
    'GNU GPL, third version only',
    'GPL-3.0-only (OSI-approved) is a strong copyleft licence that covers patents and forbids tivoization: devices that lock changed software out. Violating it ends the terms, yet curing the violation within 30 days brings them back.',
  ),
  of(
    'LGPL-2.1-only',
    'Lesser GPL 2.1',
    'LGPL-2.1-only, approved by the OSI, is weak copyleft made for libraries. A program which merely links to the library can have different terms as long as users are able to relink it with a modified library.',
  ),
  of(
    'AGPL-3.0-only',
    'The Affero licence and networks',
    'AGPL-3.0-only (OSI: yes) is copyleft for networks. If people use a modified program across a network, you have to offer them its source.',
  ),
  of(
    'MPL-2.0',
    'Mozilla licence, version two',
    'MPL-2.0, an OSI-approved licence, applies its copyleft per file. Modified files remain under it while the rest of a bigger work is free to have other terms. Unless marked otherwise it can be combined with GNU licences.',
  ),
  of(
    'EUPL-1.2',
    'EUPL: the European licence',
    'EUPL-1.2 (OSI-approved) is the copyleft licence by the European Union. All language versions are equally binding, compatible licences are listed, and using it over a network is distribution.',
  ),
  of(
    'OFL-1.1',
    'Licence for fonts by SIL',
    'OFL-1.1 is approved by the OSI and meant for fonts. You can use, embed and modify them at no cost; selling a font by itself is not allowed, nor using a reserved font name for a modified one.',
  ),
  of(
    'CC-BY-SA-4.0',
    'Creative Commons BY-SA',
    'CC-BY-SA-4.0 lets you do anything if you give credit, and modified works have to be shared under that same licence. Wikipedia uses it. The OSI has not approved it.',
  ),
  of(
    'ODbL-1.0',
    'ODbL for databases',
    'ODbL-1.0, without OSI approval, is share-alike made for databases: attribute, share alike, keep it open. OpenStreetMap uses it. Other rights can apply to the contents.',
  ),
  of(
    'SSPL-1.0',
    "MongoDB's server side licence",
    "SSPL-1.0 comes from MongoDB and is not open source (no OSI approval). Offering the program as a service obliges you to publish the entire service stack's source.",
  ),
  of(
    'BUSL-1.1',
    'BUSL: open later',
    'BUSL-1.1 by MariaDB is a source-available licence without OSI approval. It limits production use up to the change date, four years at most; after that a free licence holds.',
  ),
]
