import type {
  CampaignBrief,
  Item,
  ItemTree,
  LeadingGroup,
  NoticeContent,
  Phase,
  UnderstoodField,
} from '@chuangwen/contracts';

/** Makes the same id for the same part of the same campaign. */
export type IdOf = (what: 'phase' | 'item', path: string) => string;

export type CampaignContent = Readonly<{
  title: string | null;
  docNumber: string | null;
  guidingThought: string | null;
  goals: string | null;
  phases: Phase[];
  requirements: CampaignBrief['requirements'];
  leadingGroup: LeadingGroup | null;
  items: Item[];
  /** By item, in the notice's words. */
  responsible: Record<string, string>;
}>;

type Value = { value: string } | null;
const of = (field: Value): string | null => field?.value ?? null;
const values = (fields: readonly { value: string }[]): string[] => fields.map(({ value }) => value);

/** What a notice says, with its corrections, as the content of a campaign. Nothing is added: what it does not say is null. */
export function contentOfNotice(notice: NoticeContent, idOf: IdOf): CampaignContent {
  const phases = notice.phases.map(({ name, start, end, text }, i): Phase => ({
    phaseId: idOf('phase', String(i)),
    name: name.value,
    start: of(start),
    end: of(end),
    text: of(text),
  }));
  const phaseNamed = (name: string | null) => phases.find((phase) => phase.name === name)?.phaseId ?? null;
  const found: { item: Item; responsible: Value }[] = [];
  const walk = (list: readonly ItemTree[], above: Item | null, path: string) =>
    list.forEach((node, i) => {
      const here = `${path}.${i}`;
      const item: Item = {
        itemId: idOf('item', here),
        above: above?.itemId ?? null,
        number: node.number,
        title: node.title.value,
        text: of(node.text),
        phaseId: phaseNamed(node.phase) ?? above?.phaseId ?? null,
        deadline: of(node.deadline),
        evidenceWanted: null,
        ...jointOf(node),
      };
      found.push({ item, responsible: node.responsible });
      walk(node.children, item, here);
    });
  walk(notice.measures, null, 'measures');
  const measures = found.map(({ item }) => item);
  const standsAt = new Set(flat(notice.measures).map(({ title }) => placeOf(title)));
  notice.tasks.forEach((task, i) => {
    // A measure that names its owner or deadline is listed among the tasks too: it is one piece of work.
    if (task.text.place && standsAt.has(placeOf(task.text))) return;
    const [title = '', ...more] = task.text.value.split('\n');
    const item: Item = {
      itemId: idOf('item', `tasks.${i}`),
      above: headingOf(task.number, measures)?.itemId ?? null,
      number: task.number,
      title,
      text: [...more, ...deadlineInWords(task)].join('\n') || null,
      phaseId: phaseNamed(task.phase),
      deadline: of(task.deadline),
      evidenceWanted: null,
      ...jointOf(task),
    };
    found.push({ item, responsible: task.responsible });
  });
  return {
    title: of(notice.planTitle) ?? of(notice.title),
    docNumber: of(notice.docNumber),
    guidingThought: of(notice.guidingThought),
    goals: of(notice.goals),
    phases,
    requirements: flat(notice.requirements).map(({ number, title, text }) => ({
      number,
      title: title.value,
      text: of(text),
    })),
    leadingGroup: groupOf(notice),
    items: found.map(({ item }) => item),
    responsible: Object.fromEntries(
      found.flatMap(({ item, responsible }) => (responsible ? [[item.itemId, responsible.value]] : [])),
    ),
  };
}

const placeOf = ({ place }: UnderstoodField): string => (place ? `${place.start}-${place.end}` : '');

/** Row 1.2 of a table stands under its heading 1. */
function headingOf(number: string | null, measures: readonly Item[]): Item | null {
  const digits = /^(\d+)[.．]\d/.exec(number ?? '')?.[1];
  const headings = measures.filter(({ above }) => above === null);
  return (digits && headings.find(({ number: n }) => /^(\d+)[、.．]?$/.exec(n ?? '')?.[1] === digits)) || null;
}

/** Words such as “每月25日前” say more than a date can, and would be lost. */
const deadlineInWords = ({ text, rawDeadline }: NoticeContent['tasks'][number]): string[] =>
  rawDeadline === null || text.value.includes(rawDeadline) ? [] : [`完成时限：${rawDeadline}`];

/** Who works with the one responsible; where they are organisations that are known, the task takes them as its joint units. */
const jointOf = ({ joint }: Pick<ItemTree, 'joint'>): Pick<Item, 'joint'> =>
  joint?.length ? { joint: values(joint) } : {};

const flat = (list: readonly ItemTree[]): ItemTree[] => list.flatMap((item) => [item, ...flat(item.children)]);

function groupOf({ leadingGroup: group }: NoticeContent): LeadingGroup | null {
  if (!group) return null;
  return {
    leader: of(group.leader),
    executiveDeputies: values(group.executiveDeputies),
    deputies: values(group.deputies),
    members: values(group.members),
    office: of(group.office),
  };
}
