/** Whether a part may say that some of its text is hidden, or too small to be seen (half points). */
export const mayHide = (content: Buffer): boolean => signs.some((sign) => content.includes(sign));
const signs = ['vanish', ':hidden', ':sz w:val="0"', ':sz w:val="1"', ':sz w:val="2"'];

/**
 * The parts of a Word document without the text that nobody sees who opens it, and that text, a paragraph a line. By its tags
 * alone and in one pass: hidden is what its run, its style or its table row says.
 */
export function withoutHiddenText(parts: ReadonlyMap<string, Buffer>): {
  parts: ReadonlyMap<string, Buffer>;
  hidden: string;
} {
  const styles = hiddenStyles(parts.get('word/styles.xml')?.toString('utf8') ?? '');
  const hidden: string[] = [];
  const out = new Map(parts);
  for (const [name, content] of parts) {
    if (!/^word\/[^/]{1,80}\.xml$/i.test(name) || /\/(?:styles|settings|numbering|fontTable)\.xml$/i.test(name))
      continue;
    if (styles.size === 0 && !mayHide(content)) continue;
    const found = cut(content.toString('utf8'), styles);
    if (found.hidden === '') continue;
    hidden.push(found.hidden);
    out.set(name, Buffer.from(found.xml));
  }
  return { parts: out, hidden: hidden.join('\n') };
}

const tag = /<(\/?)\w{1,12}:(p|tr|r|pPr|rPrChange|pPrChange|vanish|hidden|sz|rStyle|pStyle|t)(?=[\s/>])([^<>]*)>/g;
type Level = { hidden: boolean };

function cut(xml: string, styles: ReadonlySet<string>): { xml: string; hidden: string } {
  const kept: string[] = [];
  const hidden: string[] = [];
  const open: Record<'tr' | 'p' | 'r', Level[]> = { tr: [], p: [], r: [] };
  let [from, paragraph, before] = [0, 0, 0];
  const inherited = () => (open.p.at(-1) ?? open.tr.at(-1))?.hidden ?? false;
  for (const found of xml.matchAll(tag)) {
    const [whole, slash, name, attributes = ''] = found;
    const [closes, single] = [slash === '/', attributes.endsWith('/')];
    const at = found.index + whole.length;
    if (name === 'pPr') paragraph += closes ? -1 : single ? 0 : 1;
    else if (name === 'rPrChange' || name === 'pPrChange') before += closes ? -1 : single ? 0 : 1;
    else if (name === 'tr' || name === 'p' || name === 'r') {
      if (single) continue;
      if (closes) open[name].pop();
      else open[name].push({ hidden: name === 'r' ? inherited() : (open.tr.at(-1)?.hidden ?? false) });
      if (closes && name === 'p' && hidden.length > 0 && hidden.at(-1) !== '\n') hidden.push('\n');
    } else if (before > 0 || closes) continue;
    else if (name === 't') {
      if (single || !open.r.at(-1)?.hidden) continue;
      const end = xml.indexOf('<', at);
      if (end < 0) break;
      kept.push(xml.slice(from, at));
      hidden.push(xml.slice(at, end));
      from = end;
    } else property(name!, attributes);
  }
  return { xml: kept.join('') + xml.slice(from), hidden: hidden.join('').trim() };

  function property(name: string, attributes: string): void {
    const value = /:val="([^"]{0,200})"/.exec(attributes)?.[1];
    const run = paragraph === 0 ? open.r.at(-1) : undefined;
    const [row, block] = [open.tr.at(-1), open.p.at(-1)];
    if (name === 'hidden' && row && !block) row.hidden = isOn(value);
    if (name === 'pStyle' && block && styles.has(value ?? '')) block.hidden = true;
    if (!run) return;
    if (name === 'vanish') run.hidden = isOn(value);
    if (name === 'rStyle' && styles.has(value ?? '')) run.hidden = true;
    if (name === 'sz' && Number(value ?? 99) <= 2) run.hidden = true;
  }
}

const isOn = (value: string | undefined): boolean => !/^(?:0|false|off|none)$/.test(value ?? '');

/** Names of the styles that hide, those based on them too. */
function hiddenStyles(xml: string): ReadonlySet<string> {
  const hide = new Set<string>();
  const bases: [style: string, base: string][] = [];
  for (const style of xml.split(/<\w{1,12}:style /).slice(1, 5_000)) {
    const id = /:styleId="([^"]{0,200})"/.exec(style)?.[1];
    if (id === undefined) continue;
    const [, vanish] = /<\w{1,12}:vanish(?=[\s/>])([^<>]*)>/.exec(style) ?? [];
    if (vanish !== undefined && isOn(/:val="([^"]{0,20})"/.exec(vanish)?.[1])) hide.add(id);
    const base = /<\w{1,12}:basedOn [^<>]{0,40}:val="([^"]{0,200})"/.exec(style)?.[1];
    if (base !== undefined && vanish === undefined) bases.push([id, base]);
  }
  for (let round = 0; round < 10 && hide.size > 0; round++)
    for (const [id, base] of bases) if (hide.has(base)) hide.add(id);
  return hide;
}
