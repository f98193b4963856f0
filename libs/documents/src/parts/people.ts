import type { Understood } from '../notice';
import { cut } from '../source/lists';
import { cover, part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { collective, family, hasPost, isName, looksLikeName, nameIn } from './names';

/** Names of people, and the collectives that stand beside them, in the order of the source. Posts beside a name fall away. */
export function people(span: Span): Understood<string>[] {
  const pieces = shared(cut(span, '、,;').flatMap(byBrackets).flatMap(bySpaces)).filter(
    ({ fold }) => !placeholder.test(fold),
  );
  const known = pieces.map((piece) => nameIn(piece));
  const anyName = known.some((name) => name !== null);
  // Between names stands a name, of whatever family.
  const named = known.map((name, i) => name ?? (anyName && looksLikeName(pieces[i]!.fold) ? pieces[i]! : null));
  let together = false;
  return pieces.flatMap((piece, i) => {
    const name = named[i];
    const beside = together;
    together = !name && (beside || collective.test(piece.fold));
    if (name) return [literal(name, [], name.text.replace(/[ \t\u3000\u00a0]/g, ''))];
    // A post among names belongs to a name; only collectives stand for themselves, and what is listed behind them.
    if (anyName && !beside && !collective.test(piece.fold)) return [];
    return [literal(piece, [{ code: 'group.post-without-name', params: { post: piece.text.slice(0, 40) } }])];
  });
}

/** XXX, ***, 某某, ……: a form that nobody filled in. */
const placeholder = /^(?:[XxＸ×*＊〇○某z_.…]{1,12}|[\u4e00-\u9fff][*×Xx]{1,3})(?:同志)?$/;

/** "办公室、人事科、工程科负责人": the post stands once, behind the last. */
function shared(pieces: readonly Span[]): Span[] {
  const out: Span[] = [];
  let open = false;
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last && open) out[out.length - 1] = cover(last, piece);
    else out.push(piece);
    open =
      sectionName.test(piece.fold) &&
      pieces.some((later) => later.from > piece.from && /负责人|负责同志/.test(later.fold));
  }
  return out;
}

const sectionName = /(?:局|科|办|室|部|部门|单位|处|站|院|校|镇|乡|中心|街道|股|队|所|行|公司)$/;

/** "罗 成(总经理) 秦 琼(党委副书记)": a post in brackets ends a person. */
function byBrackets(piece: Span): Span[] {
  const ends = [...piece.fold.matchAll(/\([^()]{2,40}\) +(?=[\u4e00-\u9fff])/g)].map(
    ({ index, 0: all }) => index + all.length,
  );
  return [...ends, piece.text.length].map((to, i) => trim(part(piece, ends[i - 1] ?? 0, to)));
}

/** "张三 李四 王五" is a list too; "张三 局长" is not, nor is "张 澹". */
function bySpaces(piece: Span): Span[] {
  const words: Span[] = [];
  for (const found of piece.fold.matchAll(/[^ \n]{1,80}/g))
    words.push(part(piece, found.index, found.index + found[0].length));
  if (words.length < 2) return [piece];
  const tokens = familyApart(words);
  const pairs = pairedLetters(piece, tokens) ?? mixedLetters(tokens);
  if (pairs) return pairs;
  if (tokens.every((token) => token.text.length >= 2 && (isName(token.fold) || looksLikeName(token.fold))))
    if (tokens.filter((token) => isName(token.fold)).length * 2 >= tokens.length) return tokens;
  const names = tokens.filter(
    ({ fold }, i) => isName(fold) || (looksLikeName(fold) && hasPost.test(tokens[i + 1]?.fold ?? '')),
  );
  // Rows of "name post" in one paragraph: every name begins a new one.
  if (names.length > 1) return tokens.filter((token) => names.includes(token) || sectionName.test(token.fold));
  return [piece];
}

/** "库 尔班 街道办主任 逯 大鹏 街道办副主任": a letter alone, one or two more, and then a post are one name. */
function familyApart(words: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (let i = 0; i < words.length; i++) {
    const [one, next, behind] = [words[i]!, words[i + 1], words[i + 2]];
    const name = next && one.text.length === 1 && next.text.length <= 2 && behind && hasPost.test(behind.fold);
    const whole = name && words.length > 3 && looksLikeName(one.fold + next.fold) ? cover(one, next) : null;
    out.push(whole ?? one);
    if (whole) i++;
  }
  return out;
}

const familyOnly = new RegExp(`^${family}$`);

/** "黄  河  江  山", "沙 棠 卓 立人": letters set apart, two or three to a name, when every other one is a family name. */
function pairedLetters(piece: Span, letters: readonly Span[]): Span[] | null {
  if (
    letters.length < 4 ||
    letters.length % 2 === 1 ||
    letters.some(({ text }, i) => text.length !== 1 && (i % 2 === 0 || text.length > 2))
  )
    return null;
  const known = letters.filter(({ fold }, i) => i % 2 === 0 && familyOnly.test(fold)).length;
  if (known * 4 < letters.length) return null;
  return letters.flatMap((letter, i) => (i % 2 === 0 ? [cover(letter, letters[i + 1] ?? piece)] : []));
}

/** "赵  海  孙莉莉  周  正": names of two letters are set as wide as those of three. */
function mixedLetters(tokens: readonly Span[]): Span[] | null {
  const out: Span[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const [one, next] = [tokens[i]!, tokens[i + 1]];
    const pair = one.text.length === 1 && next?.text.length === 1;
    out.push(pair ? cover(one, next) : one);
    if (pair) i++;
  }
  const known = out.filter(({ fold }) => isName(fold)).length;
  const alike = out.filter(({ fold }) => isName(fold) || looksLikeName(fold)).length;
  // What stands among them is a post, or a collective; the list decides about those.
  return out.length < tokens.length && known > 1 && alike * 2 >= out.length && known * 2 >= alike ? out : null;
}
