import type { Task } from '../notice';
import type { Node } from '../outline/tree';
import { numberOf } from '../outline/tree';
import { cover, part, trim } from '../source/mapped';
import { literal } from '../source/understood';
import { nameIn } from './people';

const area = /(?:负责|责任|包保|包抓)?(?:区域|路段|范围|地段|点位) ?: ?/;
const leader = /(?:负责人|责任人|路长|段长|网格长|组长|带队领导) ?: ?/;

/** An item of a grid of duty areas: 负责区域:… 负责人:… 成员:… */
export function rosterTask(node: Node): Task | null {
  const span = node.body.length > 0 ? cover(node.head, node.body.at(-1)!) : node.head;
  const where = area.exec(span.fold.slice(0, 60));
  const who = leader.exec(span.fold.slice(0, 600));
  if (!where || !who || who.index < where.index) return null;
  const place = trim(part(span, where.index + where[0].length, who.index), '。;,');
  const behind = part(span, who.index + who[0].length);
  const end = behind.fold.search(/成 ?员 ?:|[,。;、\n(]|副/);
  const person = trim(part(behind, 0, end < 0 ? Math.min(20, behind.text.length) : end));
  if (place.text.length < 2 || person.text.length === 0) return null;
  const name = nameIn(person) ?? person;
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
