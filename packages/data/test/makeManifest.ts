import { encode } from 'cborg'

/** A box of JUMBF (ISO 19566-5): length, type, content. */
function box(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(8))
  head.setUint32(0, content.length + 8)
  for (let at = 0; at < 4; at++) head.setUint8(4 + at, type.charCodeAt(at))
  return new Uint8Array([...new Uint8Array(head.buffer), ...content])
}

const labelled = (label: string, uuid: string, ...content: Uint8Array[]) =>
  box(
    'jumb',
    Buffer.concat([
      box('jumd', Buffer.concat([Buffer.from(uuid, 'hex'), Buffer.of(3), Buffer.from(`${label}\0`)])),
      ...content,
    ]),
  )

/** An unsigned C2PA manifest store with one assertion, laid out as the specification (2.2, §11) has it. */
export function makeManifest(
  label: string,
  assertion: unknown,
  form: 'cbor' | 'json' = 'cbor',
): Uint8Array<ArrayBuffer> {
  const suffix = '00110010800000aa00389b71'
  const content = form === 'cbor' ? encode(assertion) : new TextEncoder().encode(JSON.stringify(assertion))
  const assertions = labelled(
    'c2pa.assertions',
    `63326173${suffix}`,
    labelled('c2pa.hash.data', `63626f72${suffix}`, box('cbor', encode({ alg: 'sha256', pad: new Uint8Array(8) }))),
    labelled(label, `${form === 'cbor' ? '63626f72' : '6a736f6e'}${suffix}`, box(form, content)),
  )
  return labelled('c2pa', `63327061${suffix}`, labelled('urn:c2pa:example', `63326d61${suffix}`, assertions))
}
