/**
 * What PDF.js asks for when a font names a Chinese encoding instead of bringing it: which number of glyph a code is, and which
 * letter a glyph is. Adobe's tables are a megabyte; for the text alone any numbers do, so a letter gets one of ours, behind
 * those that Adobe gave out: a font that numbers Adobe's glyphs itself then has no letters, rather than wrong ones.
 */
export class ChineseMaps {
  fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const text = mapOf(filename);
    if (!text) return Promise.reject(new Error(`no table ${filename}`));
    return Promise.resolve(new Uint8Array(Buffer.from(text, 'latin1')));
  }
}

/** Letters in Unicode that get a number, block after block; 16 bits are all there are. */
const blocks = [
  [0x0020, 0x00ff],
  [0x0370, 0x045f],
  [0x2000, 0x26ff],
  [0x3000, 0x33ff],
  [0x4e00, 0x9fff],
  [0xff00, 0xffef],
] as const;
const firstOfOurs = 0x7800;

const hex = (n: number, digits = 4): string => `<${n.toString(16).padStart(digits, '0')}>`;

function glyphOf(letter: number): number | null {
  let glyph = firstOfOurs;
  for (const [from, to] of blocks) {
    if (letter >= from && letter <= to) return glyph + letter - from;
    glyph += to - from + 1;
  }
  return null;
}

function mapOf(name: string): string | null {
  if (name === 'Adobe-GB1-UCS2') return letters();
  const known = /^(?:(GBKp?-EUC|GBK2K|GB-EUC)|UniGB-(?:UCS2|UTF16))-([HV])$/.exec(name);
  if (!known) return null;
  return `${known[1] ? gbk() : unicode()}${known[2] === 'V' ? '/WMode 1 def\n' : ''}`;
}

/** Lists of no more than a hundred, as the format wants them. */
const lists = (kind: string, lines: readonly string[]): string =>
  Array.from({ length: Math.ceil(lines.length / 100) }, (_, i) => {
    const some = lines.slice(i * 100, i * 100 + 100);
    return `${some.length} begin${kind}\n${some.join('\n')}\nend${kind}\n`;
  }).join('');

const letters = (): string => {
  const ranges = blocks.flatMap(([from, to]) =>
    // A range goes on within the last byte only.
    Array.from({ length: Math.ceil((to - from + 1) / 256) + 1 }, (_, i) => {
      const start = Math.max(from, (from & 0xff00) + i * 256);
      const end = Math.min(to, (start & 0xff00) + 255);
      return start <= end ? `${hex(glyphOf(start)!)} ${hex(glyphOf(end)!)} ${hex(start)}` : '';
    }).filter((line) => line !== ''),
  );
  return `1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${lists('bfrange', ranges)}`;
};

const unicode = (): string =>
  `1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${lists(
    'cidrange',
    blocks.map(([from, to]) => `${hex(from)} ${hex(to)} ${glyphOf(from)}`),
  )}`;

function gbk(): string {
  const lines: string[] = [];
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const glyph = glyphOf(decoder.decode(Uint8Array.of(lead, trail)).charCodeAt(0));
      if (trail !== 0x7f && glyph !== null) lines.push(`${hex(lead * 256 + trail)} ${glyph}`);
    }
  return `2 begincodespacerange\n<00> <80>\n<8140> <fefe>\nendcodespacerange\n1 begincidrange\n<20> <7e> ${glyphOf(0x20)}\nendcidrange\n${lists('cidchar', lines)}`;
}
