import { initialDocument } from '../projections/task-document.sample';
import type { TaskDocument } from '../projections/task-document';
import { cellsOf } from './cells';
import { choices, type Choices } from './choices';
import { Directory } from './directory';
import { fateOf, type Fate } from './fate';
import type { Known } from './known';
import type { TableRow } from './read';

const day = { validFrom: '2020-01-01', recordedOn: '2020-01-01' };
const unit = (organisationId: string, name: string) => ({
  is: 'organisation' as const,
  organisationId,
  kind: 'section' as const,
  names: [{ name, ...day }],
  places: [{ tree: 'line' as const, parent: null, ...day }],
  closed: null,
});
const person = (personId: string, name: string, organisationId: string) => ({
  personId,
  name,
  telephone: null,
  appointments: [
    {
      appointmentId: personId,
      organisationId,
      post: 'member' as const,
      inCharge: [],
      validFrom: '2020-01-01',
      validTo: null,
    },
  ],
});
const earlier = { name: '桐泽市交通局', validFrom: '2019-01-01', recordedOn: '2019-01-01' };
const root = { ...unit('root', ''), names: [earlier, { name: '桐泽市交通运输局', ...day }] };
const directory = new Directory(
  [unit('traffic', '运输管理科'), unit('road', '公路养护中心'), root],
  [
    person('chen', '陈思远', 'traffic'),
    person('lu', '陆文博', 'root'),
    person('lin1', '林秋白', 'road'),
    person('lin2', '林秋白', 'traffic'),
  ],
  '2026-05-01',
);
const task: TaskDocument = {
  ...initialDocument,
  leadUnit: 'traffic',
  personId: 'chen',
  standing: 'assigned',
  situation: 'assigned',
  deadline: '2026-06-30',
  version: 4,
};
const known = (given: Partial<Known> & { chosen?: Partial<Choices> } = {}): Known => ({
  campaignId: 'c1',
  tasks: [task],
  directory,
  choices: choices.parse(given.chosen ?? {}),
  baseOf: () => task,
  ...given,
});
const out = cellsOf(task, 'c1', directory);
const row = (cells: TableRow['cells'], extra: TableRow['extra'] = []): TableRow => ({
  sheet: '表',
  row: 3,
  cells,
  extra,
});
const exported = (change: TableRow['cells'] = {}, extra: TableRow['extra'] = []) => row({ ...out, ...change }, extra);
const steps = (fate: Fate) => ('plan' in fate ? fate.plan.steps : fate);

describe('a row of a table that went out from here', () => {
  it('is unchanged as it came', () => expect(fateOf(exported(), known()).fate).toBe('unchanged'));

  it('changes what was changed in it, and nothing else', () => {
    const fate = fateOf(exported({ leader: '陆文博', deadline: '2026年7月底前', remark: '每周一报' }), known());
    expect(steps(fate)).toEqual([
      { is: 'assign', leadUnit: 'traffic', jointUnits: [], personId: 'chen', leaderId: 'lu' },
      { is: 'set-deadline', deadline: '2026-07-31' },
      { is: 'set-details', details: { ...task.details, remark: '每周一报' } },
    ]);
    expect(fate).toMatchObject({ fate: 'changed', changes: [{ field: 'leader', from: '', to: '陆文博' }, {}, {}] });
  });

  it('keeps columns that nobody knows', () => {
    const fate = fateOf(exported({}, [{ title: '经费', value: '3 万' }]), known());
    expect(steps(fate)).toMatchObject([{ is: 'set-details', details: { extra: [{ title: '经费', value: '3 万' }] } }]);
    const has: TaskDocument = { ...task, details: { ...task.details, extra: [{ title: '经费', value: '3 万' }] } };
    const withExtra = known({ tasks: [has], baseOf: () => has });
    expect(fateOf(exported({}, [{ title: '经费', value: '3 万' }]), withExtra).fate).toBe('unchanged');
    expect(fateOf(exported(), withExtra).fate).toBe('unchanged'); // the table lost the column, the task does not
  });

  it('is refused when its id is one task’s and its name another’s; a name that nobody has is a note', () => {
    const other: TaskDocument = { ...task, taskId: 'other', title: '清洗护栏' };
    const both = known({ tasks: [task, other] });
    expect(fateOf(exported({ title: '（二）清洗护栏', remark: '甲' }), both)).toMatchObject({
      fate: 'refused',
      violation: { code: 'table.id-of-another' },
    });
    const reworded = fateOf(exported({ title: '另外的说法', remark: '甲' }), both);
    expect(reworded).toMatchObject({ fate: 'changed', notes: [{ code: 'table.as-the-plan-has-it' }] });
  });

  it('says whose plan its task is from, by any name it had, and does not change it', () => {
    expect(out.unit).toBe('桐泽市交通运输局');
    expect(fateOf(exported({ unit: '桐泽市交通局' }), known())).toMatchObject({ fate: 'unchanged', notes: [] });
    expect(fateOf(exported({ unit: '运输管理科' }), known())).toMatchObject({
      fate: 'unchanged',
      notes: [{ code: 'table.as-the-plan-has-it', field: 'unit', text: '运输管理科' }],
    });
  });

  it('tells tasks of one name in several plans apart, and where a new one goes', () => {
    const other: TaskDocument = { ...task, taskId: 'other', organisationId: 'traffic', planId: 'p-other' };
    const both = known({ tasks: [task, other], baseOf: () => null });
    const { taskId: _, unit: __, ...bare } = out;
    expect(fateOf(row(bare), both)).toMatchObject({ fate: 'refused', violation: { code: 'table.task-ambiguous' } });
    expect(fateOf(row({ ...bare, unit: '运输管理科' }), both)).toMatchObject({ fate: 'unchanged', taskId: 'other' });
    const more = { ...bare, title: '另一件事' };
    expect(fateOf(row(more), both)).toMatchObject({ violation: { code: 'table.measure-ambiguous' } });
    expect(fateOf(row({ ...more, unit: '桐泽市交通局' }), both)).toMatchObject({
      fate: 'new',
      plan: { organisationId: 'root', add: { planId: 'plan1' } },
    });
  });

  it('empties a field whose cell was emptied', () => {
    const fate = fateOf(exported({ person: '', deadline: '' }), known());
    expect(steps(fate)).toMatchObject([
      { is: 'assign', personId: null },
      { is: 'set-deadline', deadline: null },
    ]);
  });

  it('leaves alone what another changed meanwhile, and refuses where both changed the same', () => {
    const moved: TaskDocument = { ...task, version: 6, leaderId: 'lu', deadline: '2026-08-31' };
    const now = known({ tasks: [moved] });
    expect(fateOf(exported(), now).fate).toBe('unchanged');
    expect(steps(fateOf(exported({ remark: '甲' }), now))).toMatchObject([{ is: 'set-details' }]);
    const both = fateOf(exported({ deadline: '2026-09-30' }), now);
    expect(both).toMatchObject({ fate: 'refused', violation: { code: 'table.changed-meanwhile' } });
    const chosen = known({ tasks: [moved], chosen: { overwrite: ['表:3'] } });
    expect(steps(fateOf(exported({ deadline: '2026-09-30' }), chosen))).toMatchObject([{ is: 'set-deadline' }]);
  });

  it('does not rename a task, move its measure or do its work; it says so', () => {
    const fate = fateOf(exported({ title: '改个名字', situation: '已通过' }), known());
    expect(fate).toMatchObject({
      fate: 'unchanged',
      notes: [
        { code: 'table.as-the-plan-has-it', text: '改个名字' },
        { code: 'table.only-by-work', text: '已通过' },
      ],
    });
  });

  it('keeps the words of a deadline that is no day', () => {
    const fate = fateOf(exported({ deadline: '长期坚持' }), known());
    expect(steps(fate)).toMatchObject([{ is: 'set-details', details: { deadlineWords: '长期坚持' } }]);
    expect(fate.notes).toMatchObject([{ code: 'table.deadline-words' }]);
  });

  it('of an unknown id is refused', () =>
    expect(fateOf(exported({ taskId: 'elsewhere#1' }), known())).toMatchObject({
      violation: { code: 'table.task-unknown' },
    }));
});

describe('a row of somebody’s own table', () => {
  const own = (more: TableRow['cells'] = {}) => row({ title: '开展文明交通劝导', ...more });

  it('is the task of that name, whatever its numbering', () => {
    const fate = fateOf(own({ title: '3、开展文明 交通劝导', remark: '甲' }), known());
    expect(fate).toMatchObject({ fate: 'changed', taskId: task.taskId });
  });
  it('says nothing by an empty cell', () =>
    expect(fateOf(own({ person: '', deadline: '' }), known()).fate).toBe('unchanged'));
  it('that fits two tasks is refused', () => {
    const two = known({ tasks: [task, { ...task, taskId: 't2' }] });
    expect(fateOf(own(), two)).toMatchObject({ violation: { code: 'table.task-ambiguous' } });
  });

  it('asks whom a name means, and takes the answer', () => {
    const asked = fateOf(own({ person: '林秋白', jointUnits: '养护中心、公路养护中心' }), known());
    expect(asked).toMatchObject({
      fate: 'unmatched',
      unmatched: [
        { kind: 'person', name: '林秋白', candidates: [{ id: 'lin1' }, { id: 'lin2' }] },
        { kind: 'unit', name: '养护中心', candidates: [{ id: 'road' }] },
      ],
    });
    const chosen = known({ chosen: { people: { 林秋白: 'lin2' }, units: { 养护中心: null } } });
    expect(steps(fateOf(own({ person: '林秋白', jointUnits: '养护中心、公路养护中心' }), chosen))).toEqual([
      { is: 'assign', leadUnit: 'traffic', jointUnits: ['road'], personId: 'lin2', leaderId: null },
    ]);
  });
  it('may divide units by blanks', () => {
    const divided = fateOf(own({ jointUnits: '公路养护中心 桐泽市交通运输局' }), known());
    expect(steps(divided)).toMatchObject([{ jointUnits: ['road', 'root'] }]);
    expect(steps(fateOf(own({ jointUnits: '公路 养护中心' }), known()))).toMatchObject([{ jointUnits: ['road'] }]);
  });
  it('does not take a choice of somebody who is not there', () => {
    const chosen = known({ chosen: { people: { 林秋白: 'elsewhere' } } });
    expect(fateOf(own({ person: '林秋白' }), chosen).fate).toBe('unmatched');
  });
  it('can be left out', () =>
    expect(fateOf(own({ remark: '甲' }), known({ chosen: { skip: ['表:3'] } })).fate).toBe('skipped'));
  it('with a person but no lead unit is refused', () => {
    const free = known({ tasks: [{ ...task, leadUnit: null, personId: null }] });
    expect(fateOf(own({ person: '陈思远' }), free)).toMatchObject({ violation: { code: 'table.lead-unit-missing' } });
  });
  it('with endless text is refused', () =>
    expect(fateOf(own({ remark: '长'.repeat(4001) }), known())).toMatchObject({
      violation: { code: 'table.cell-too-long' },
    }));
});

describe('a row of a task that is not there', () => {
  const fresh = (more: TableRow['cells'] = {}) => row({ title: '设置文明劝导岗亭', ...more });

  it('is a new task under its measure, the same one every time', () => {
    const fate = fateOf(fresh({ measure: '（一）文明交通', leadUnit: '公路养护中心' }), known());
    expect(fate).toMatchObject({
      fate: 'new',
      plan: {
        version: 0,
        organisationId: 'root',
        add: { planId: 'plan1', measure: { itemId: 'm1' }, item: { title: '设置文明劝导岗亭', above: 'm1' } },
        steps: [{ is: 'assign', leadUnit: 'road', personId: null }],
      },
    });
    expect(fateOf(fresh({ measure: '文明交通' }), known()).taskId).toBe(fate.taskId);
  });
  it.each([
    [{}, 'table.no-measure'],
    [{ measure: '没有的措施' }, 'table.measure-unknown'],
    [{ title: '' }, 'table.no-title'],
  ])('%j is refused: %s', (cells, code) =>
    expect(fateOf(fresh(cells), known())).toMatchObject({ violation: { code } }),
  );
});
