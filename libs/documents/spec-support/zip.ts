import { deflateRawSync } from 'node:zlib';

/** A zip archive of the given files, as small as readers accept it. */
export const zip = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  zipOf(
    Object.entries(files).map(([name, content]) => {
      const raw = Buffer.from(content);
      return { name, packed: deflateRawSync(raw), size: raw.length, crc: crc32(raw) };
    }),
  );

/** The same of what is deflated already; `size` is only what the archive says of itself. */
export function zipOf(entries: readonly { name: string; packed: Buffer; size: number; crc?: number }[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size, crc } of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc ?? 0, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const entry = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, Buffer.from(name)]));
    local.push(entry);
    at += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, directory, Buffer.from([0x50, 0x4b, 5, 6]), end]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

const wordXml = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** A Word document of these body parts (WordprocessingML), and what else is to be in it. */
export const docx = (body: string, more: Readonly<Record<string, string | Buffer>> = {}): Buffer =>
  zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="${wordXml}"><w:body>${body}</w:body></w:document>`,
    ...more,
  });

export const paragraph = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
export const table = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`;

/** A cell that begins with `v:` opens a vertical merge, `v` alone goes on with it. */
function cell(text: string): string {
  const merge =
    text === 'v'
      ? '<w:tcPr><w:vMerge/></w:tcPr>'
      : text.startsWith('v:')
        ? '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
        : '';
  return `<w:tc>${merge}${paragraph(text === 'v' ? '' : text.replace(/^v:/, ''))}</w:tc>`;
}
