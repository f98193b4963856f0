/** Text that stands at a place of a page (points from the lower left), and lines from place to place. */
export type PdfPage = {
  texts: { x: number; y: number; size: number; text: string; aslant?: boolean }[];
  lines: [number, number, number, number][];
};

/** What the codes of the text mean, by the name of a table that readers are expected to have. */
export type PdfEncoding = { name: string; codes: (text: string) => Buffer };
const plainCodes: PdfEncoding = { name: 'Identity-H', codes: (text) => Buffer.from(text, 'utf16le').swap16() };

/** A PDF of these pages. The font is only named: who wants the text reads what each code means. */
export function pdf(pages: readonly PdfPage[], options: { encrypted?: boolean; encoding?: PdfEncoding } = {}): Buffer {
  const { name, codes } = options.encoding ?? plainCodes;
  const ordering = options.encoding ? 'GB1' : 'Identity';
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const catalog = add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${6 + i * 2} 0 R`).join(' ')}] >>`);
  add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /FangSong /Encoding /${name} /DescendantFonts [4 0 R] ${options.encoding ? '' : '/ToUnicode /Identity-H '}>>`,
  );
  add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /FangSong /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 0 >> /DW 1000 /W [32 126 500] /FontDescriptor 5 0 R >>`,
  );
  add(
    '<< /Type /FontDescriptor /FontName /FangSong /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  );
  for (const page of pages) {
    const content = contentOf(page, codes);
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
    );
    add(`<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`);
  }
  const nonsense = '41'.repeat(32);
  const encrypt = options.encrypted
    ? ` /Encrypt << /Filter /Standard /V 1 /R 2 /O <${nonsense}> /U <${nonsense}> /P -4 >> /ID [<41> <41>]`
    : '';
  let body = '%PDF-1.7\n';
  const at = objects.map((object, i) => {
    const here = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return here;
  });
  const table = at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R${encrypt} >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}

const contentOf = ({ texts, lines }: PdfPage, codes: PdfEncoding['codes']): string =>
  [
    ...lines.map(([x1, y1, x2, y2]) => `${x1} ${y1} m ${x2} ${y2} l S`),
    ...texts.map(({ x, y, size, text, aslant }) => {
      const turn = aslant ? '0.7 0.7 -0.7 0.7' : '1 0 0 1';
      return `BT /F1 ${size} Tf ${turn} ${x} ${y} Tm <${codes(text).toString('hex')}> Tj ET`;
    }),
  ].join('\n');

const [left, right, top, bottom] = [90, 506, 760, 90];
const size = 16;
const leading = 28;

export type Block =
  | { text: string; centre?: boolean; flush?: boolean; size?: number }
  | { rows: readonly (readonly string[])[]; widths: readonly number[] };

/**
 * Sets blocks as a word processor does: paragraphs wrapped and indented by two, centred titles, ruled tables whose cells wrap (`v` goes
 * on from the cell above), pages with their numbers.
 */
export function set(blocks: readonly Block[]): PdfPage[] {
  const pages: PdfPage[] = [];
  let page: PdfPage = { texts: [], lines: [] };
  let y = top;
  const turn = () => {
    page.texts.push({ x: 280, y: 50, size: 14, text: `— ${pages.length + 1} —` });
    pages.push(page);
    page = { texts: [], lines: [] };
    y = top;
  };
  const room = (height: number) => {
    if (y - height < bottom) turn();
  };
  for (const block of blocks) {
    if ('rows' in block) {
      for (const [r, row] of block.rows.entries()) {
        const cells = row.map((text, c) => wrap(text === 'v' ? '' : text, block.widths[c]! - 11, 12, 0));
        const height = Math.max(...cells.map(({ length }) => length)) * 18 + 6;
        room(height);
        let x = left;
        for (const [c, cell] of cells.entries()) {
          const width = block.widths[c]!;
          const middle = y - (height - cell.length * 18) / 2;
          cell.forEach((text, i) => page.texts.push({ x: x + 5.5, y: middle - 14 - i * 18, size: 12, text }));
          page.lines.push([x, y, x, y - height], [x + width, y, x + width, y - height]);
          if (row[c] !== 'v') page.lines.push([x, y, x + width, y]);
          if (block.rows[r + 1]?.[c] !== 'v') page.lines.push([x, y - height, x + width, y - height]);
          x += width;
        }
        y -= height;
      }
      y -= leading;
      continue;
    }
    const big = block.size ?? size;
    const lines = wrap(block.text, right - left, big, block.centre || block.flush ? 0 : 2);
    for (const [i, text] of lines.entries()) {
      room(leading);
      const width = widthOf(text, big);
      const x = block.centre ? (left + right - width) / 2 : i === 0 && !block.flush ? left + 2 * big : left;
      page.texts.push({ x, y, size: big, text });
      y -= leading;
    }
  }
  turn();
  return pages;
}

const widthOf = (text: string, points: number): number =>
  [...text].reduce((sum, c) => sum + (c < '\u007f' ? points / 2 : points), 0);

/** No line begins with a closing mark: the letter before it goes down with it. */
function wrap(text: string, width: number, points: number, indent: number): string[] {
  const out: string[] = [];
  for (const part of text.split('\n')) {
    let now = '';
    let left_ = width - indent * points;
    const letters = [...part];
    letters.forEach((c, i) => {
      const closing = /[，。、；：！？）》”]/.test(letters[i + 1] ?? '');
      if (widthOf(now + c + (closing ? letters[i + 1]! : ''), points) > left_ + 0.01) {
        out.push(now);
        now = '';
        left_ = width;
      }
      now += c;
    });
    out.push(now);
  }
  return out;
}
