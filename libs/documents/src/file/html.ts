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

/** The text that a reader of the page sees: a block a line, a table row a line of cells between bars. Not recursive: pages nest deep. */
export function htmlToText(html: string): string {
  const out: string[] = [];
  type Step = { node: Tree.ChildNode; item?: number } | { put: string };
  const steps: Step[] = [...parse(html).childNodes].reverse().map((node) => ({ node }));
  for (let step = steps.pop(); step; step = steps.pop()) {
    if ('put' in step) out.push(step.put);
    else if ('value' in step.node) out.push(step.node.value.replace(/[\r\n\t ]+/g, ' '));
    else if ('tagName' in step.node) element(step.node, step.item, steps, out);
  }
  return out
    .join('')
    .replace(/ {0,40}\n {0,40}/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

  function element(node: Tree.Element, item: number | undefined, todo: Step[], text: string[]): void {
    const tag = node.tagName;
    if (
      unseen.has(tag) ||
      node.attrs.some(
        ({ name, value }) => name === 'hidden' || (name === 'style' && /display\s{0,4}:\s{0,4}none/i.test(value)),
      )
    )
      return;
    if (tag === 'br') return void text.push('\n');
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
    let n = 0;
    const numbered = tag === 'ol';
    const children = node.childNodes.map((child): Step => {
      const listed = numbered && 'tagName' in child && child.tagName === 'li';
      return listed ? { node: child, item: ++n } : { node: child };
    });
    for (const child of children.reverse()) todo.push(child);
  }
}

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
