import type { Notice, Understood } from './notice';

const value = (one: Understood<string> | null): string | null => one?.value ?? null;
const values = (list: readonly Understood<string>[]): string[] | null =>
  list.length > 0 ? list.map((one) => one.value) : null;

/** The plain facts, in the format of the shared fixtures; null for what is not in the document. */
export function toInterchange(notice: Notice): object {
  const group = notice.leadingGroup;
  const titled = (items: Notice['measures']) =>
    items.length > 0 ? items.map(({ number, title }) => ({ number, title: title.value })) : null;
  return {
    title: value(notice.title),
    planTitle: value(notice.planTitle),
    docNumber: value(notice.docNumber),
    issuer: value(notice.issuer),
    addressees: values(notice.addressees),
    guidingThought: value(notice.guidingThought),
    goals: value(notice.goals),
    leadingGroup: group && {
      leader: value(group.leader),
      deputies: [...group.executiveDeputies, ...group.deputies].map((one) => one.value),
      members: group.members.map((one) => one.value),
      office: value(group.office),
    },
    phases:
      notice.phases.length > 0
        ? notice.phases.map(({ name, start, end }) => ({ name: name.value, start: value(start), end: value(end) }))
        : null,
    measures: titled(notice.measures),
    requirements: titled(notice.requirements),
    tasks:
      notice.tasks.length > 0
        ? notice.tasks.map(({ number, text, responsible, joint, deadline }) => ({
            number,
            text: firstLine(text.value),
            responsible: value(responsible),
            joint: values(joint),
            deadline: value(deadline),
          }))
        : null,
    attachments: values(notice.attachments),
    cc: notice.cc.length > 0 ? notice.cc.map((one) => one.value).join('，') : null,
    issuedOn: value(notice.issuedOn),
  };
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!;
