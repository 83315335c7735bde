import { describe, expect, it } from 'vitest'
import { findPersonal } from './findPersonal.ts'

const kinds = (text: string) => findPersonal(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

describe('findPersonal', () => {
  it.each([
    ['Write to jana.novakova+work@posta.cz, please.', 'email jana.novakova+work@posta.cz'],
    ['Mail: 李雷@例子.公司', 'email 李雷@例子.公司'],
    ['Call +49 30 901820 or come by.', 'phone +49 30 901820'],
    ['Tel. 0044 20 7946 0958', 'phone 0044 20 7946 0958'],
    ['Ring (212) 736-5000 at night.', 'phone (212) 736-5000'],
    ['Fax 030 / 90 18 20', undefined],
    ['Rufen Sie 030-901820 an', 'phone 030-901820'],
    ['Pay to DE89 3704 0044 0532 0130 00 BIC COBADEFF', 'iban DE89 3704 0044 0532 0130 00'],
    ['IBAN GB82WEST12345698765432.', 'iban GB82WEST12345698765432'],
    ['IBAN GB82WEST12345698765433.', undefined],
    ['Card 4111 1111 1111 1111, 12/29', 'card 4111 1111 1111 1111'],
    ['Card 378282246310005', 'card 378282246310005'],
    ['Card 4111 1111 1111 1112', undefined],
    ['From 8.8.8.8 at noon', 'ip 8.8.8.8'],
    ['From 192.168.0.1 and 127.0.0.1', undefined],
    ['Version 1.2.3.4 of the tool', undefined],
    ['Host 2a00:1450:4001:80b::200e answers', 'ip 2a00:1450:4001:80b::200e'],
    ['SSN 536-90-4399', 'nationalId 536-90-4399'],
    ['DNI 54362315K', 'nationalId 54362315K'],
    ['DNI 54362315Z', undefined],
    ['CF RCCMNL83S18D969H', 'nationalId RCCMNL83S18D969H'],
    ['CPF 390.533.447-05', 'nationalId 390.533.447-05'],
    ['PESEL 44051401359', 'nationalId 44051401359'],
    ['Order 44051401359', undefined],
    [
      'She lives at 742 Evergreen Terrace Drive, Springfield, IL 62704.',
      'address 742 Evergreen Terrace Drive, Springfield, IL 62704',
    ],
    ['Er wohnt Hauptstraße 12, 10115 Berlin.', 'address Hauptstraße 12, 10115 Berlin'],
    ['Adresse : 12 rue de la Paix, 75002 Paris', 'address 12 rue de la Paix, 75002 Paris'],
    ['10 Downing Street, London SW1A 2AA', 'address 10 Downing Street, London SW1A 2AA'],
  ])('%s', (text, found) => {
    expect(kinds(text)).toEqual(found === undefined ? [] : [found])
  })

  it.each([
    'What is the code A00.0, and what S72.001A?',
    'In 2019, 1,234,567 people were counted; 3.14159 is pi; ISBN 978-3-16-148410-0.',
    'See RFC 2616, section 4.2.1, and https://example.org/a/b?c=1234567890123.',
    'The hash is 0x8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4.',
    'Mail to someone@example.com; dated 2024-03-01 12:30:45.',
    'The set {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16} has 16 members.',
    'Fifth Floor, Boston, MA 02110-1301, USA',
    'Block 19 426 587 held 150 transactions, 12 345 678 in all.',
  ])('finds nothing in: %s', (text) => {
    expect(kinds(text)).toEqual([])
  })

  it('finds several, in their order, each once', () => {
    expect(kinds('a@b.io, then DE89370400440532013000 and +1 212 736 5000').map((one) => one.split(' ')[0])).toEqual([
      'email',
      'iban',
      'phone',
    ])
  })
})
