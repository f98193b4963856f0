import type { Task } from '../notice';
import { numberOf, type Node } from '../outline/node';
import { cover, part, trim } from '../source/mapped';
import { literal } from '../source/understood';
import { nameIn } from './names';

const area = /(?:负责|责任|包保|包抓|包联|管理)?(?:区域|路段|范围|地段|点位|楼院|小区) ?: ?/;
const unit = /(?:责任|包保|包联|包抓|包干|牵头)(?:单位|部门|科室) ?: ?/;
const leader = /(?:负责人|责任人|路长|段长|网格长|组长|(?:带队|责任|包保|包联)领导) ?: ?/;
const label =
  /(?:负责|责任|包保|包联|包抓|包干|牵头|带队|分管)(?:单位|部门|科室|领导|人) ?:|(?:路|段|网格|组)长 ?:|成 ?员 ?:/;

/** "文昌路(东起车站,西至大桥):路长:…": no label, but the name of a place. */
const placeFirst =
  /^[\u4e00-\u9fff\d-]{1,16}(?:路|街|巷|大道|小区|社区|广场|市场|桥|公园|号楼|段)(?:\([^()]{1,40}\))?[:, ]{0,3}(?:路长|段长|负责人|责任人|(?:责任|包[保联抓干]|带队)(?:单位|部门|科室|领导)) ?:/;

/** An item of a grid of duty areas: 负责区域:… 负责人:… 成员:… A unit stands before the person that leads it. */
export function rosterTask(node: Node): Task | null {
  const span = node.body.length > 0 ? cover(node.head, node.body.at(-1)!) : node.head;
  const begin = node.marker?.length ?? 0;
  const where = area.exec(span.fold.slice(0, 60));
  const named = !where && placeFirst.test(span.fold.slice(begin, begin + 100));
  const head = span.fold.slice(0, 600);
  const whose = unit.exec(head);
  const who = whose ?? leader.exec(head);
  const from = where ? where.index + where[0].length : named ? begin : -1;
  if (from < 0 || !who || who.index < from) return null;
  const first = label.exec(span.fold.slice(from, from + 600));
  const place = trim(part(span, from, first ? from + first.index : who.index), '。;,:');
  const behind = part(span, who.index + who[0].length);
  const end = behind.fold.search(whose ? / ?(?:成 ?员|[\u4e00-\u9fff]{2,4}) ?:|[。;\n(]/ : /成 ?员 ?:|[,。;、\n(]|副/);
  const person = trim(part(behind, 0, end < 0 ? Math.min(20, behind.text.length) : end), '。;,、');
  if (place.text.length < 2 || person.text.length === 0) return null;
  const name = (whose ? null : nameIn(person)) ?? person;
  return {
    number: numberOf(node),
    text: literal(place),
    responsible: literal(name, [], name.text.replace(/[ \u3000]/g, '')),
    joint: [],
    deadline: null,
    rawDeadline: null,
    phase: null,
  };
}
