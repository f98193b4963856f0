import type { Task } from '../notice';
import type { Era } from '../dates/years';
import { organisations } from '../source/lists';
import { part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { deadlineOf } from './annotations';
import { ledWork, type LedWork } from './led-work';
import { namesOf } from './names-of';

/** Nothing but work with who does it, divided by semicolons or full stops: "…由甲负责,3月底前完成;…由乙负责。" Empty unless two are such. */
export function ledList(paragraph: Span, era: Era): Task[] {
  const colon =
    /^[^,。;]{0,40}(?:,[^,。;]{0,20})?(?:如下|以下|安排|分工)[^,。;:]{0,6}:/.exec(paragraph.fold)?.[0].length ?? 0;
  const out: Task[] = [];
  let from = colon;
  for (const { index } of paragraph.fold.matchAll(/[;。]|$/g)) {
    const found = index > from && index >= colon ? ledWork(trim(part(paragraph, from, index))) : null;
    if (found) out.push(taskOf(found, era));
    if (index >= colon) from = index + 1;
  }
  return out.length >= 2 ? out : [];
}

function taskOf({ work, who, joint, due }: LedWork, era: Era): Task {
  const time = due ? deadlineOf(due, era) : { deadline: null, rawDeadline: null };
  return {
    number: null,
    text: literal(work),
    responsible: literal(who, [], namesOf(who)),
    joint: joint ? organisations(joint).map((one) => literal(one)) : [],
    deadline: time.deadline,
    rawDeadline: time.rawDeadline,
    phase: null,
  };
}
