let table: Uint16Array | null = null;

/** Full width to half width, all dashes to '-', all blanks to ' '; circled numbers stay, they are a numbering of their own. */
function foldTable(): Uint16Array {
  if (table) return table;
  const made = new Uint16Array(65536);
  for (let code = 0; code < 65536; code++) {
    const folded = code < 0xd800 || code > 0xf8ff ? String.fromCharCode(code).normalize('NFKC') : '';
    const circled = (code >= 0x2460 && code <= 0x24ff) || (code >= 0x2776 && code <= 0x2793);
    made[code] = folded.length === 1 && !circled ? folded.charCodeAt(0) : code;
  }
  const put = (characters: string, to: string) => {
    for (const c of characters) made[c.charCodeAt(0)] = to.charCodeAt(0);
  };
  put('\t\u000b\u000c\u0085\u2028\u2029', ' ');
  put('—–―‒─━﹣−‐‑~～〜∼﹏', '-');
  put('〔［﹝', '[');
  put('〕］﹞', ']');
  put('“”„‟＂〝〞', '"');
  put('‘’＇', "'");
  put('﹒', '.');
  put('〇○◯', '〇');
  return (table = made);
}

/** The same text for matching: every UTF-16 unit becomes exactly one, so offsets stay what they are. */
export function fold(text: string): string {
  const map = foldTable();
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = map[text.charCodeAt(i)]!;
  return digits(Buffer.from(units.buffer).toString('utf16le'));
}

const misread =
  /(?<![A-Za-z\d])[12lI][\dOoQl]{3}(?= ?年)|(?<=[年月] ?)[\dOolI]{1,2}(?= ?[月日])|(?<=[[(][12lI]?)[12][\dOo]{3}(?=[\])])/g;

const lookalike = /[\d年月][OoQlI]|[OoQlI] ?[\d年月日]/;

/** Scans read 0 as O and 1 as l; in a date they can be nothing else. */
const digits = (folded: string): string =>
  !lookalike.test(folded)
    ? folded
    : folded.replace(misread, (date) =>
        /^\d+$/.test(date) ? date : date.replace(/[OoQ]/g, '0').replace(/[lI]/g, '1'),
      );
