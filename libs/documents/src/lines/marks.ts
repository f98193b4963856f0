import { edit, type Edit, type Mapped } from '../source/mapped';

const entities: Record<string, string> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&ldquo;': '“',
  '&rdquo;': '”',
  '&middot;': '·',
  '&mdash;': '—',
};

/** What is left of Markdown, HTML and word processors between the characters. All repetitions are bounded. */
const debris =
  /[\u200b-\u200f\u2060\ufeff\u00ad\r]|\*{2,3}|<br ?\/?>|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|middot|mdash);|[\u000b\u000c\u0085\u2028\u2029]/gi;
const lineMark =
  /(?:^|\n)[ \t\u3000\u00a0]{0,40}((?:#{1,6}[ \t]{0,4}|>[ \t]{1,4}|[-*+•●■◆▪·][ \t\u00a0]{1,8}(?!\d{1,4} {0,3}[-—–])|[\u2580-\u25cc\u25ce-\u25ee\u25f0-\u2775\u2794-\u27bf]\ufe0f?[ \t\u00a0]{0,8}(?=[\u4e00-\u9fff(（\d])){1,3})/g;

export function withoutMarks(source: Mapped): Mapped {
  const first: Edit[] = [];
  for (const found of source.text.matchAll(debris)) {
    if (found[0].startsWith('**') && isMask(source.text, found.index)) continue;
    const put = replacement(found[0]);
    if (found[0] === '\r' && source.text[found.index + 1] !== '\n')
      first.push({ from: found.index, to: found.index + 1, put: '\n' });
    else first.push({ from: found.index, to: found.index + found[0].length, ...(put ? { put } : {}) });
  }
  const plain = edit(source, first);
  const second: Edit[] = [];
  for (const found of plain.text.matchAll(lineMark)) {
    const to = found.index + found[0].length;
    second.push({ from: to - found[1]!.length, to });
  }
  return edit(plain, second);
}

/** "张**": a name that was made unreadable, not bold type, which has two pairs on a line and text between them. */
function isMask(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 400), at);
  const behind = text.slice(at, at + 400);
  const line = before.slice(before.lastIndexOf('\n') + 1) + behind.split('\n', 1)[0]!;
  const stars = line.match(/\*+/g) ?? [];
  return stars.length % 2 === 1 || stars.some(({ length }) => length > 2);
}

function replacement(mark: string): string | undefined {
  if (mark.startsWith('<') || /[\u000b\u000c\u0085\u2028\u2029]/.test(mark)) return '\n';
  return entities[mark.toLowerCase()];
}
