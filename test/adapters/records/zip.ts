import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive; `says` is what its directory says of the size, if that is a lie. */
export type ZipFile = {
  readonly name: string
  readonly content: string | Uint8Array
  readonly says?: number
  /** How often the directory names this one file. */
  readonly times?: number
}

const local = (name: Buffer, packed: Buffer, crc: number, size: number): Buffer => {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(size, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name, packed])
}

const entry = (name: Buffer, packed: Buffer, crc: number, size: number, at: number): Buffer => {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(20, 6)
  head.writeUInt16LE(8, 10)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(packed.length, 20)
  head.writeUInt32LE(size, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt32LE(at, 42)
  return Buffer.concat([head, name])
}

/** An archive with these files, deflated. */
export const zip = (files: readonly ZipFile[]): Buffer => {
  const [bodies, entries]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const { name, content, says, times = 1 } of files) {
    const [title, bytes] = [Buffer.from(name), Buffer.from(content)]
    const [packed, crc, size] = [deflateRawSync(bytes), crc32(bytes), says ?? bytes.length]
    const body = local(title, packed, crc, size)
    bodies.push(body)
    for (let count = 0; count < times; count += 1) entries.push(entry(title, packed, crc, size, at))
    at += body.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, directory, end])
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** The parts of an Excel workbook whose sheets have these rows, as the elements that the format has. */
export const workbookParts = (sheets: Readonly<Record<string, string>>): readonly ZipFile[] => {
  const names = Object.keys(sheets)
  const each = (write: (name: string, number: number) => string): string =>
    names.map((name, index) => write(name, index + 1)).join('')
  return [
    {
      name: '[Content_Types].xml',
      content: `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${xml}<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each((name, number) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xml}<Relationships xmlns="${relationships}">${each((_, number) => `<Relationship Id="rId${number}" Type="${office}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${xml}<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    ...names.map((name, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `${xml}<worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
    })),
  ]
}

/** A workbook as another program writes it: `sheets` by name. */
export const workbook = (sheets: Readonly<Record<string, string>>): Buffer => zip(workbookParts(sheets))

/** A row of cells with texts in them. */
export const textRow = (number: number, ...texts: readonly string[]): string =>
  `<row r="${number}">${texts
    .map(
      (text, index) =>
        `<c r="${String.fromCharCode(65 + index)}${number}" t="inlineStr"><is><t>${text}</t></is></c>`,
    )
    .join('')}</row>`
