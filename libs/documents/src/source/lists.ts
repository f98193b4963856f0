import { organEnd } from '../lines/lexicon';
import { part, trim, type Span } from './mapped';
import { outside } from './scan';

/** Cuts at the given characters (folded), outside brackets; empty pieces fall away. */
export function cut(span: Span, at: string): Span[] {
  const all = outside(span.fold, span.text, at);
  return [...all, span.text.length]
    .map((to, i) => trim(part(span, i === 0 ? 0 : all[i - 1]! + 1, to), '。;,、:'))
    .filter((piece) => piece.text.length > 0);
}

const selfStanding = /^(?:各|全|市|县|区|省|州|局|站|机关|本)/;
/** Governments of towns and the offices of streets are two kinds of addressee. */
const beginsAnew = (piece: Span): boolean =>
  selfStanding.test(piece.fold) || piece.fold === '街道办事处' || institutions.test(piece.fold);
/** "各公立医院、社区卫生服务中心": institutions of another kind, not bodies that the 各 before them is said of. */
const institutions = /^[\u4e00-\u9fff]{3,12}(?:中心|医院|学校|公司|机构|大队|院校|幼儿园)$/;
const organ = new RegExp(`${organEnd}$`);
const leaning = /^[市县区省州]?(?:政府|人大|政协|委)$/;
const partner = /^(?:人民政府|政府|党委|党支部|党总支|办事处|街道办事处)$/;

/**
 * Organisations in a list. Where commas and 、 are mixed, the comma divides and 、 mostly ties ("各区、县(市)人民政府,市直各单位");
 * it divides only where each side begins anew ("各科室、各二级单位").
 */
export function organisations(span: Span): Span[] {
  const groups = cut(span, ',;');
  if (groups.length > 1) return groups.flatMap((group) => split(group, beginsAnew));
  if (groups.length === 1 && !/、/.test(span.fold)) {
    const spaced = [...span.fold.matchAll(/[^ \n]{2,40}/g)].map((found) =>
      part(span, found.index, found.index + found[0].length),
    );
    if (spaced.length > 1 && spaced.every((piece) => organ.test(piece.fold))) return spaced;
  }
  return split(span, () => true);
}

function split(span: Span, whole: (piece: Span) => boolean): Span[] {
  const pieces = cut(span, '、');
  // "各区委、区政府": what follows lives on the 各 before it.
  // "县直及省、市驻庄各单位": a region alone is no addressee.
  if (pieces.slice(0, -1).some(({ fold }) => /(?:及|和|与)[省市区县州]$/.test(fold))) return [trim(span, '。;,、:')];
  if (/^各/.test(span.fold) && pieces.slice(1).some(({ fold }) => leaning.test(fold))) return [trim(span, '。;,、:')];
  // "各临床、医技、职能科室": only the last says what they all are.
  const shared = pieces.every(({ fold }, i) => organ.test(fold) === (i === pieces.length - 1));
  if (pieces.length > 1 && shared && /^各[\u4e00-\u9fff]+(?:、(?!.?直|各|全|本)[\u4e00-\u9fff]+)+$/.test(span.fold))
    return [trim(span, '。;,、')];
  if (!pieces.every(whole) || pieces.some((piece) => partner.test(piece.fold))) {
    if (pieces.length < 2 || !pieces.every(whole)) return [trim(span, '。;,、:')];
    return merge(pieces);
  }
  return pieces;
}

/** "各乡镇党委、政府" is one addressee. */
function merge(pieces: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last && partner.test(piece.fold) && /(?:党委|党工委|党组)$/.test(last.fold)) {
      const length = piece.from + piece.text.length - last.from;
      out[out.length - 1] = {
        ...last,
        text: last.doc.text.slice(last.from, last.from + length),
        fold: last.doc.fold.slice(last.from, last.from + length),
      };
    } else out.push(piece);
  }
  return out;
}
