import { ditto } from '../parts/table-columns';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

const unseen = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'title',
  'svg',
  'iframe',
  'select',
  'button',
  'form-hidden',
  'textarea',
  'object',
  'audio',
  'video',
]);
const blocks = new Set([
  'p',
  'div',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'nav',
  'aside',
  'ul',
  'ol',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'table',
  'tr',
  'blockquote',
  'pre',
  'dl',
  'dt',
  'dd',
  'center',
  'form',
  'hr',
  'caption',
  'figure',
  'body',
  'tbody',
  'thead',
]);

/** Why text is not to be seen: it is `gone` with all that is in it, or only until something in it says otherwise. */
type Look = Readonly<{ gone?: true; tiny?: true; invisible?: true; white?: true }>;
type Step = { node: Tree.ChildNode; item?: number; look?: Look } | { put: string };
/** By table, how many rows each column is still spanned from above. */
type Spans = WeakMap<object, number[]>;

/** The text that a reader of the page sees: a block a line, a table row a line of cells between bars. */
export const htmlToText = (html: string): string => htmlTexts(html).text;

/** That, and what the page has but does not show, a piece a line. Not recursive: pages nest deep. */
export function htmlTexts(html: string): { text: string; hidden: string } {
  const out: string[] = [];
  const hidden: string[] = [];
  const spans: Spans = new WeakMap();
  const steps: Step[] = [...parse(html).childNodes].reverse().map((node) => ({ node }));
  for (let step = steps.pop(); step; step = steps.pop()) {
    if ('put' in step) out.push(step.put);
    else if ('value' in step.node) (step.look ? hidden : out).push(step.node.value.replace(/[\r\n\t ]+/g, ' '));
    else if ('tagName' in step.node) element(step.node, step.item, step.look, steps, out);
  }
  const text = out
    .join('')
    .replace(/ {2,40}/g, ' ')
    .replace(/ {0,40}\n {0,40}/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return {
    text,
    hidden: hidden
      .join('')
      .replace(/\s*\n\s*/g, '\n')
      .trim(),
  };

  function element(
    node: Tree.Element,
    item: number | undefined,
    above: Look | undefined,
    todo: Step[],
    text: string[],
  ): void {
    const tag = node.tagName;
    if (unseen.has(tag)) return;
    const look = lookOf(node, above);
    if (look?.gone) {
      // Nothing of it takes part in the page; its texts are kept apart.
      if (tag === 'br' || blocks.has(tag) || tag === 'td' || !above?.gone) hidden.push('\n');
      for (const child of [...node.childNodes].reverse()) todo.push({ node: child, look });
      return;
    }
    if (tag === 'br') return void text.push('\n');
    if (look && (!above || blocks.has(tag))) hidden.push('\n');
    const cell = tag === 'td' || tag === 'th';
    const edge = blocks.has(tag) && !insideCell(node) ? '\n' : blocks.has(tag) ? ' ' : '';
    if (edge) {
      text.push(edge);
      todo.push({ put: edge });
    }
    if (tag === 'tr') todo.push({ put: '|' });
    if (cell) text.push('| ');
    // Word's automatic numbers are nowhere in the text; those of a list are its order.
    if (item !== undefined) text.push(`${item}. `);
    const children = tag === 'tr' ? row(node, spans) : listed(node);
    for (const child of children.reverse()) todo.push(look && 'node' in child ? { ...child, look } : child);
  }
}

/** As an element's own attributes say; what a style sheet says nobody asks. undefined: it is seen. */
function lookOf({ attrs }: Tree.Element, above: Look | undefined): Look | undefined {
  if (above?.gone) return above;
  const style = attrs.find(({ name }) => name === 'style')?.value.slice(0, 2_000) ?? '';
  if (/display\s{0,4}:\s{0,4}none|opacity\s{0,4}:\s{0,4}0?\.?0{1,4}\s{0,4}(?:[;!]|$)/i.test(style))
    return { gone: true };
  if (attrs.some(({ name }) => name === 'hidden')) return { gone: true };
  if (style === '') return above;
  const size = /font-size\s{0,4}:\s{0,4}([\d.]{1,8})/i.exec(style)?.[1];
  const shown = /visibility\s{0,4}:\s{0,4}(\w{1,12})/i.exec(style)?.[1]?.toLowerCase();
  const color = new RegExp(`(?:^|[;\\s])color\\s{0,4}:\\s{0,4}(${white}|\\S)`, 'i').exec(style)?.[1];
  const ground = new RegExp(`background(?:-color)?\\s{0,4}:\\s{0,4}${white}`, 'i').test(style);
  const tiny = size === undefined ? above?.tiny : Number(size) === 0;
  const invisible = shown === undefined ? above?.invisible : shown === 'hidden' || shown === 'collapse';
  const same = color === undefined ? above?.white : color.length > 1 && ground;
  if (!tiny && !invisible && !same) return undefined;
  return { ...(tiny && { tiny }), ...(invisible && { invisible }), ...(same && { white: same }) };
}

const white = '(?:#fff(?:fff)?\\b|white\\b|rgb\\(\\s?255\\s?,\\s?255\\s?,\\s?255\\s?\\))';

const listed = (node: Tree.Element): Step[] => {
  let n = 0;
  return node.childNodes.map((child): Step => {
    const item = node.tagName === 'ol' && 'tagName' in child && child.tagName === 'li';
    return item ? { node: child, item: ++n } : { node: child };
  });
};

/** The cells of a row, and a ditto mark where a cell above reaches down into it. */
function row(node: Tree.Element, spans: Spans): Step[] {
  const table = node.parentNode ?? node;
  const left = spans.get(table) ?? [];
  spans.set(table, left);
  const out: Step[] = [];
  let column = 0;
  const fromAbove = () => {
    for (; (left[column] ?? 0) > 0 && column < mostColumns; column++) {
      left[column]!--;
      out.push({ put: `| ${ditto}` });
    }
  };
  for (const child of node.childNodes) {
    if (!('tagName' in child) || (child.tagName !== 'td' && child.tagName !== 'th')) continue;
    fromAbove();
    out.push({ node: child });
    for (let wide = span(child, 'colspan'); wide > 0 && column < mostColumns; wide--)
      left[column++] = span(child, 'rowspan') - 1;
    for (let wide = span(child, 'colspan'); wide > 1; wide--) out.push({ put: '| ' });
  }
  fromAbove();
  return out;
}

const mostColumns = 60;
const span = (cell: Tree.Element, name: string): number =>
  Math.min(mostColumns, Math.max(1, Number(cell.attrs.find((attr) => attr.name === name)?.value) || 1));

/** Within eight levels: what stands in a cell stays on the line of its row. */
function insideCell(node: Tree.Element): boolean {
  let up: Tree.ParentNode | null = node.parentNode;
  for (let i = 0; up && i < 8; i++) {
    if ('tagName' in up) {
      if (up.tagName === 'td' || up.tagName === 'th') return true;
      if (up.tagName === 'body') return false;
      up = up.parentNode;
    } else return false;
  }
  return false;
}
