import type { Task } from '../notice';
import type { Node } from '../outline/tree';
import { numberOf } from '../outline/tree';
import { cover, part, trim } from '../source/mapped';
import { literal } from '../source/understood';
import { nameIn } from './people';

const area = /(?:负责|责任|包保|包抓|包联|管理)?(?:区域|路段|范围|地段|点位|楼院|小区) ?: ?/;
const unit = /(?:责任|包保|包联|包抓|牵头)(?:单位|部门|科室) ?: ?/;
const leader = /(?:负责人|责任人|路长|段长|网格长|组长|(?:带队|责任|包保|包联)领导) ?: ?/;
const label =
  /(?:负责|责任|包保|包联|包抓|牵头|带队|分管)(?:单位|部门|科室|领导|人) ?:|(?:路|段|网格|组)长 ?:|成 ?员 ?:/;

/** An item of a grid of duty areas: 负责区域:… 负责人:… 成员:… A unit stands before the person that leads it. */
export function rosterTask(node: Node): Task | null {
  const span = node.body.length > 0 ? cover(node.head, node.body.at(-1)!) : node.head;
  const where = area.exec(span.fold.slice(0, 60));
  const head = span.fold.slice(0, 600);
  const whose = unit.exec(head);
  const who = whose ?? leader.exec(head);
  if (!where || !who || who.index < where.index) return null;
  const from = where.index + where[0].length;
  const first = label.exec(span.fold.slice(from, from + 600));
  const place = trim(part(span, from, first ? from + first.index : who.index), '。;,');
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
