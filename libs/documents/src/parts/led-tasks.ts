import type { Task } from '../notice';
import type { Era } from '../dates/years';
import { organEnd } from '../lines/lexicon';
import { numberOf, type Node } from '../outline/node';
import { part, trim } from '../source/mapped';
import { literal } from '../source/understood';
import { deadlineInText } from './items';
import { isOwner } from './owner-words';

const leadingDue =
  /^(?:(?:19|20)\d{2} ?年)?\d{1,2} ?月(?: ?\d{1,2} ?[日号]|[底末初]|[上中下]旬)? ?(?:之前|以前|前) ?,? ?/;
const leads = new RegExp(`^([^,。;:⦅]{2,40}?${organEnd})(?:牵头|负责|牵头负责) ?, ?(?=.{4})`);

/** "县城管局牵头,7月20日前完成清理。": two items and more that begin with who leads are tasks of theirs. */
export function ledTasks(node: Node, era: Era): Task[] {
  const tasks = node.children.flatMap((child): Task[] => {
    const line = trim(part(child.head, child.marker?.length ?? 0));
    const found = leads.exec(line.fold);
    if (!found || !isOwner(found[1]!, false) || child.children.length > 0) return [];
    const behind = part(line, found[0].length);
    const due = leadingDue.exec(behind.fold);
    const rest = due ? part(behind, due[0].length) : behind;
    const end = rest.fold.indexOf('。');
    const text = trim(part(rest, 0, end < 0 ? rest.text.length : end), '。;,');
    return [
      {
        number: numberOf(child),
        text: literal(text),
        responsible: literal(part(line, 0, found[1]!.length)),
        joint: [],
        deadline: deadlineInText(behind, era),
        rawDeadline: null,
        phase: null,
      },
    ];
  });
  return tasks.length >= 2 && tasks.length === node.children.length ? tasks : [];
}
