/** What can be corrected in a notice: the tree of its content, as far as a path may go. */
export type Shape =
  /** A field with its place in the source; `required` ones are corrected or removed with what they are the name of. */
  | Readonly<{ is: 'field'; required?: true; date?: true }>
  | Readonly<{ is: 'words' }>
  | Readonly<{ is: 'list'; of: Shape }>
  /** `head`: the field that names it. `empty`: what it is before anything in it is known. */
  | Readonly<{ is: 'record'; fields: Readonly<Record<string, Shape>>; head?: string; empty: object }>;

const field = { is: 'field' } as const;
const name = { is: 'field', required: true } as const;
const date = { is: 'field', date: true } as const;
const words = { is: 'words' } as const;
const list = (of: Shape): Shape => ({ is: 'list', of });

const noItem = { number: null, title: null, text: null, responsible: null, deadline: null, phase: null, children: [] };
const itemFields: Record<string, Shape> = {
  number: words,
  title: name,
  text: field,
  responsible: field,
  joint: list(name),
  deadline: date,
  phase: words,
};
const item: Shape = { is: 'record', fields: itemFields, head: 'title', empty: noItem };
itemFields['children'] = list(item);

const task: Shape = {
  is: 'record',
  fields: {
    number: words,
    text: name,
    responsible: field,
    joint: list(name),
    deadline: date,
    rawDeadline: words,
    phase: words,
  },
  head: 'text',
  empty: { number: null, text: null, responsible: null, deadline: null, rawDeadline: null, phase: null },
};
const phase: Shape = {
  is: 'record',
  fields: { name, start: date, end: date, text: field },
  head: 'name',
  empty: { name: null, start: null, end: null, text: null },
};
const leadingGroup: Shape = {
  is: 'record',
  fields: { leader: field, executiveDeputies: list(name), deputies: list(name), members: list(name), office: field },
  empty: { leader: null, executiveDeputies: [], deputies: [], members: [], office: null },
};

export const noticeShape: Shape = {
  is: 'record',
  fields: {
    title: field,
    planTitle: field,
    docNumber: field,
    issuer: field,
    issuedOn: date,
    guidingThought: field,
    goals: field,
    cc: list(name),
    addressees: list(name),
    attachments: list(name),
    leadingGroup,
    phases: list(phase),
    measures: list(item),
    requirements: list(item),
    tasks: list(task),
  },
  empty: {},
};
