import type { Item } from '@chuangwen/contracts';
import { given, NotFound } from '@chuangwen/kernel';
import { isCheckedFromAbove, type TaskEvent } from './state';
import { taskDecider, type TaskCommand } from './task';

const item: Item = {
  itemId: 'm1',
  above: null,
  number: '（一）',
  title: '开展文明交通劝导',
  text: null,
  phaseId: 'p1',
  deadline: null,
  evidenceWanted: null,
};
const phase = { phaseId: 'p1', name: '集中攻坚', start: '2026-04', end: '2026-06-30', text: null };
const open = {
  taskId: 't1',
  campaignId: 'c1',
  planId: 'plan1',
  organisationId: 'bureau',
  item,
  measure: { itemId: 'm1', number: '（一）', title: item.title },
  phase,
  deadline: null,
  responsible: null,
};
const opened: TaskEvent = { type: 'task.opened', data: open };
const toOne = { leadUnit: 'traffic', jointUnits: ['road'], personId: 'chen', leaderId: 'lu' };
const assigned: TaskEvent = { type: 'task.assigned', data: { taskId: 't1', ...toOne } };
const reported: TaskEvent = { type: 'task.progress-reported', data: { taskId: 't1', percent: 40, note: '已上岗' } };
const proof = (evidenceId: string, sha256 = evidenceId): TaskEvent => ({
  type: 'task.evidence-attached',
  data: {
    taskId: 't1',
    evidenceId,
    name: `${evidenceId}.jpg`,
    proof: { kind: 'file', sha256, size: 3, mediaType: 'image/jpeg' },
  },
});
const removed = (evidenceId: string): TaskEvent => ({
  type: 'task.evidence-removed',
  data: { taskId: 't1', evidenceId, reason: '重复' },
});
const wanted: TaskEvent = { type: 'task.evidence-wanted', data: { taskId: 't1', evidence: '照片三张' } };
const submitted: TaskEvent = { type: 'task.submitted', data: { taskId: 't1', note: '' } };
const returned = (...items: string[]): TaskEvent => ({
  type: 'task.returned',
  data: { taskId: 't1', items: items.map((part) => ({ item: part, reason: '不清楚' })) },
});
const accepted: TaskEvent = { type: 'task.accepted', data: { taskId: 't1', note: null } };

const on = (...history: TaskEvent[]) => given(taskDecider, ...history);
const attach = (evidenceId: string, sha256 = evidenceId): TaskCommand => ({
  is: 'attach-evidence',
  evidenceId,
  name: `${evidenceId}.jpg`,
  proof: { kind: 'file', sha256, size: 3, mediaType: 'image/jpeg' },
});
const report: TaskCommand = { is: 'report-progress', percent: 40, note: '已上岗' };
const remove = (evidenceId: string): TaskCommand => ({ is: 'remove-evidence', evidenceId, reason: '重复' });
const submit: TaskCommand = { is: 'submit', note: '', described: {} };
const accept: TaskCommand = { is: 'accept', note: null };
const giveBack = (...items: string[]): TaskCommand => ({
  is: 'return',
  items: items.map((part) => ({ item: part, reason: '不清楚' })),
});
const deadline = (day: string | null): TaskCommand => ({ is: 'set-deadline', deadline: day });

describe('opening a task', () => {
  it('records the measure as the plan has it', () =>
    on()
      .when({ is: 'open', ...open })
      .then(opened));
  it('is silent when it is open already', () =>
    on(opened)
      .when({ is: 'open', ...open })
      .thenNothing());
});

describe('assigning a task', () => {
  it('records who has it', () =>
    on(opened)
      .when({ is: 'assign', ...toOne })
      .then(assigned));
  it('is silent when they have it', () =>
    on(opened, assigned)
      .when({ is: 'assign', ...toOne })
      .thenNothing());
  it('names a unit once, the lead unit never as a joint one', () =>
    on(opened)
      .when({ is: 'assign', ...toOne, jointUnits: ['traffic', 'road', 'road'] })
      .then(assigned));
  it('can be done again', () =>
    on(opened, assigned)
      .when({ is: 'assign', ...toOne, personId: null })
      .then({ type: 'task.assigned', data: { taskId: 't1', ...toOne, personId: null } }));
  it('is refused once accepted', () =>
    on(opened, assigned, submitted, accepted)
      .when({ is: 'assign', ...toOne })
      .thenRefused('task.accepted-already'));
  it('finds no task that was never opened', () =>
    expect(() =>
      on()
        .when({ is: 'assign', ...toOne })
        .thenNothing(),
    ).toThrow(NotFound));
});

describe('setting a deadline', () => {
  const set: TaskEvent = { type: 'task.deadline-set', data: { taskId: 't1', deadline: '2026-04-28' } };
  it('records the day', () => on(opened).when(deadline('2026-04-28')).then(set));
  it('is silent when it is that day', () => on(opened, set).when(deadline('2026-04-28')).thenNothing());
  it('can be taken away', () =>
    on(opened, set)
      .when(deadline(null))
      .then({ type: 'task.deadline-set', data: { taskId: 't1', deadline: null } }));
  it('is refused before the phase begins', () =>
    on(opened).when(deadline('2026-03-31')).thenRefused('task.deadline-before-phase'));
  it('is refused while the work is under review: what came late stays late', () =>
    on(opened, assigned, submitted).when(deadline('2026-12-31')).thenRefused('task.under-review'));
});

describe('wanting evidence', () => {
  it('records what is wanted', () => on(opened).when({ is: 'want-evidence', evidence: '照片三张' }).then(wanted));
  it('is silent when that is wanted', () =>
    on(opened, wanted).when({ is: 'want-evidence', evidence: '照片三张' }).thenNothing());
  it('is refused once accepted', () =>
    on(opened, assigned, submitted, accepted)
      .when({ is: 'want-evidence', evidence: '照片三张' })
      .thenRefused('task.accepted-already'));
});

describe('working on a task', () => {
  it('records progress', () => on(opened, assigned).when(report).then(reported));
  it('is refused while nobody has it', () => on(opened).when(report).thenRefused('task.nobody-assigned'));
  it('is refused while it is under review', () =>
    on(opened, assigned, submitted).when(report).thenRefused('task.under-review'));
  it('attaches a proof', () => on(opened, assigned).when(attach('e1')).then(proof('e1')));
  it('refuses the same file twice', () =>
    on(opened, assigned, proof('e1', 'x')).when(attach('e2', 'x')).thenRefused('task.evidence-known'));
  it('takes the same file again after it was removed', () =>
    on(opened, assigned, proof('e1', 'x'), removed('e1')).when(attach('e2', 'x')).then(proof('e2', 'x')));
  it('removes a proof', () => on(opened, assigned, proof('e1')).when(remove('e1')).then(removed('e1')));
  it('finds no proof that is not there', () =>
    expect(() => on(opened, assigned).when(remove('e1')).thenNothing()).toThrow(NotFound));
});

describe('submitting a task', () => {
  it('is recorded', () => on(opened, assigned, reported).when(submit).then(submitted));
  it('is recorded without progress before', () => on(opened, assigned).when(submit).then(submitted));
  it('is refused while nobody has it', () => on(opened).when(submit).thenRefused('task.nobody-assigned'));
  it('is refused twice', () => on(opened, assigned, submitted).when(submit).thenRefused('task.under-review'));
  it('is refused without the evidence that is wanted', () =>
    on(opened, wanted, assigned).when(submit).thenRefused('task.evidence-missing'));
  it('is recorded with it', () => on(opened, wanted, assigned, proof('e1')).when(submit).then(submitted));
  it('is refused when the only proof was returned and removed', () =>
    on(opened, wanted, assigned, proof('e1'), submitted, returned('e1'), removed('e1'))
      .when(submit)
      .thenRefused('task.evidence-missing'));
});

describe('returning a task', () => {
  const waiting = [opened, assigned, reported, proof('e1'), proof('e2'), submitted];
  it('names what is to be mended', () =>
    on(...waiting)
      .when(giveBack('e1'))
      .then(returned('e1')));
  it('is refused before it was submitted', () =>
    on(opened, assigned).when(giveBack('report')).thenRefused('task.not-submitted'));
  it('is refused for what was not submitted', () =>
    on(...waiting)
      .when(giveBack('e9'))
      .thenRefused('task.part-unknown'));
  it('is refused for one part twice', () =>
    on(...waiting)
      .when(giveBack('e1', 'e1'))
      .thenRefused('task.returned-twice'));

  it('opens the returned proof', () =>
    on(...waiting, returned('e1'))
      .when(remove('e1'))
      .then(removed('e1')));
  it('keeps the other proof closed', () =>
    on(...waiting, returned('e1'))
      .when(remove('e2'))
      .thenRefused('task.part-not-open'));
  it('keeps the report closed', () =>
    on(...waiting, returned('e1'))
      .when(report)
      .thenRefused('task.part-not-open'));
  it('lets a note go with the new submission, which leaves the report closed', () => {
    const noted: TaskEvent = { type: 'task.submitted', data: { taskId: 't1', note: '已换清楚的照片' } };
    on(...waiting, returned('e1'))
      .when({ is: 'submit', note: '已换清楚的照片', described: {} })
      .then(noted);
    on(...waiting, returned('e1'), noted, returned('e2'))
      .when(report)
      .thenRefused('task.part-not-open');
  });
  it('opens the returned report', () =>
    on(...waiting, returned('report'))
      .when(report)
      .then(reported));
  it('keeps proofs closed when only the report was returned', () =>
    on(...waiting, returned('report'))
      .when(remove('e1'))
      .thenRefused('task.part-not-open'));
  it('leaves what was attached since then open', () =>
    on(...waiting, returned('e1'), proof('e3'))
      .when(remove('e3'))
      .then(removed('e3')));
  it('opens only what the last return names', () =>
    on(...waiting, returned('e1'), submitted, returned('e2'))
      .when(remove('e1'))
      .thenRefused('task.part-not-open'));
  it('can be mended and submitted any number of times', () =>
    on(...waiting, returned('e1'), submitted, returned('e1'), submitted, returned('e1'))
      .when(submit)
      .then(submitted));
});

describe('accepting a task', () => {
  it('is recorded', () => on(opened, assigned, submitted).when(accept).then(accepted));
  it('is silent when it is accepted', () => on(opened, assigned, submitted, accepted).when(accept).thenNothing());
  it('is refused before it was submitted', () => on(opened, assigned).when(accept).thenRefused('task.not-submitted'));
  it('is refused after a return', () =>
    on(opened, assigned, submitted, returned('report')).when(accept).thenRefused('task.not-submitted'));
  it('ends the work', () =>
    on(opened, assigned, submitted, accepted).when(report).thenRefused('task.accepted-already'));
});

describe('what must be there before a submission', () => {
  const requirement = { kinds: [], minCount: 2, from: null, to: null, docNumber: true, minReport: 4 };
  const required: TaskEvent = { type: 'task.evidence-required', data: { taskId: 't1', requirement, by: 'root' } };
  const waived: TaskEvent = {
    type: 'task.checks-waived',
    data: { taskId: 't1', checks: ['doc-number'], reason: '内部通知' },
  };
  const submitKnowing = (docNumber: string | null): TaskCommand => ({
    is: 'submit',
    note: '',
    described: { e1: { docNumber, date: null }, e2: { docNumber, date: null } },
  });
  const letter = (evidenceId: string): TaskEvent => ({
    type: 'task.evidence-attached',
    data: {
      taskId: 't1',
      evidenceId,
      name: `${evidenceId}.pdf`,
      proof: { kind: 'file', sha256: evidenceId, size: 3, mediaType: 'application/pdf' },
    },
  });
  const said: TaskEvent = { type: 'task.progress-reported', data: { taskId: 't1', percent: 90, note: '已经上岗' } };
  const ready = [opened, assigned, required, said, letter('e1'), letter('e2')];

  it('is set with the evidence that is wanted, and not moved while it is under review', () => {
    const want = { is: 'want-evidence', evidence: '照片三张', required: { requirement, by: 'root' } } as const;
    on(opened).when(want).then(wanted, required);
    on(opened, wanted, required).when(want).thenNothing();
    on(opened, wanted, required).when({ is: 'want-evidence', evidence: '照片三张' }).thenNothing();
    on(opened, wanted, assigned, submitted).when(want).thenRefused('task.under-review');
  });
  it('is from above where the head office set it, or where nobody knows and the unit does its task itself', () => {
    const by = (organisation: string | null, ...more: TaskEvent[]) => {
      const set = { ...required, data: { ...required.data, by: organisation } } as TaskEvent;
      const task = [opened, assigned, set, ...more].reduce(taskDecider.evolve, taskDecider.initialState());
      return isCheckedFromAbove(task, 'head');
    };
    const ofItself: TaskEvent = {
      type: 'task.handed-over',
      data: { taskId: 't1', planId: 'plan1', from: 'bureau', organisationId: 'unit' },
    };
    const led = { ...assigned, data: { ...assigned.data, leadUnit: 'unit' } } as TaskEvent;
    expect([by('head'), by('root'), by(null)]).toEqual([true, false, false]);
    expect([by('head', ofItself, led), by('unit', ofItself, led), by(null, ofItself, led)]).toEqual([
      true,
      false,
      true,
    ]);
    const lifted = { ...required, data: { ...required.data, requirement: null, by: 'head' } } as TaskEvent;
    expect(by('head', ofItself, led, lifted)).toBe(false);
  });
  it('lets go what meets it', () =>
    on(...ready)
      .when(submitKnowing('桐交〔2026〕18号'))
      .then(submitted));
  it('holds back what does not, and names what is missing', () => {
    on(...ready)
      .when(submitKnowing(null))
      .thenRefused('task.checks-unmet');
    on(opened, assigned, required).when(submit).thenRefused('task.checks-unmet');
  });
  it('is waived by name, once, where it is asked for', () => {
    const waive = { is: 'waive-checks', checks: ['doc-number'], reason: '内部通知' } as const;
    on(...ready)
      .when(waive)
      .then(waived);
    on(...ready, waived)
      .when(waive)
      .thenNothing();
    on(...ready)
      .when({ ...waive, checks: ['date'] })
      .thenRefused('task.check-not-asked');
    on(...ready, waived)
      .when(submitKnowing(null))
      .then(submitted);
    // Other requirements, another decision.
    on(...ready, waived, required)
      .when(submitKnowing(null))
      .thenRefused('task.checks-unmet');
  });
});

describe('a row of a table', () => {
  const details = {
    indicator: '公共秩序',
    requirements: null,
    telephone: null,
    remark: null,
    deadlineWords: null,
    extra: [],
  };
  const detailed: TaskEvent = { type: 'task.details-set', data: { taskId: 't1', ...details } };
  const steps = [
    { is: 'assign', ...toOne },
    { is: 'set-details', details },
  ] as const;
  const { responsible: _, ...added } = open;

  it('is taken whole', () => on(opened).when({ is: 'take-row', add: null, steps }).then(assigned, detailed));
  it('makes a task that is not there, once', () => {
    on().when({ is: 'take-row', add: added, steps }).then({ type: 'task.added', data: added }, assigned, detailed);
    on(opened, assigned, detailed).when({ is: 'take-row', add: added, steps }).thenNothing();
  });
  it('is refused whole where one step is', () => {
    const late = [...steps, { is: 'set-deadline', deadline: '2026-03-01' }] as const;
    on(opened).when({ is: 'take-row', add: null, steps: late }).thenRefused('task.deadline-before-phase');
    on(opened, assigned, submitted, accepted)
      .when({ is: 'take-row', add: null, steps })
      .thenRefused('task.accepted-already');
  });
});
