import { makeDocx, paragraph, run } from '../../../packages/data/test/makeDocx.ts'
import { makePdf } from '../../../packages/data/test/makePdf.ts'

/** Files that a contributor brings: small, and each made here. */
export const guide = `# Pilot's guide

The harbour of Tarn lies behind a bar of sand that moves with every storm of the winter.

## Lights

The light on Skerry rock shows three white flashes every twenty seconds, and can be seen for eleven miles.

## Tides

High water comes fifty minutes later each day; with wind from the north the pilot adds ten minutes to the table.
`

export const questions = [
  'Frage;Antwort',
  'Wer hält das Feuer auf Skerry?;"Ada Moor, seit dem Winter; vor ihr war es ihr Vater."',
  'Wie oft läutet die Glocke von Tarn bei Nebel?;Zweimal, und noch einmal, wenn die Fähre angelegt hat.',
  'Eine Zeile;mit;zu vielen Feldern',
].join('\r\n')

/** A Word document with a heading and a paragraph. */
export const letter = () =>
  makeDocx(
    paragraph(run('Letter to the pilots'), '<w:pStyle w:val="H1"/>') +
      paragraph(run('The buoy off Marrow point has been moved two cables to the east since the spring gales.')),
  )

/** A PDF of one page with one line of text. */
export const notice = () => makePdf(['The ferry to Skerry leaves at seven, and at six when the tide is low.'])
