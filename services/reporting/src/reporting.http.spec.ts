import { readTables } from '@chuangwen/documents';
import { openApi, type Principal } from '@chuangwen/platform';
import { campaign, closeStage, get, openStage, read, rowsOf, stage, tell, work, type Row } from './testing/stage';
import { assigned, brief, items, office, opened, who } from './testing/told';

let last: string;
beforeAll(async () => {
  last = await openStage();
});
afterAll(closeStage);

describe('the report of a campaign', () => {
  it('sums up the agencies below an office, and every unit below its agency', async () => {
    const body = await read(office, 'c1/report', last);
    expect(body.data).toMatchObject({ campaign: { title: brief.title }, asOf: '2026-04-20', period: null });
    expect(body.data.rows.map(({ name, depth }: { name: string; depth: number }) => [name, depth])).toEqual([
      ['桐泽市文明办', 0],
      ['桐泽市交通运输局', 1],
      ['桐泽市教育局', 1],
      ['=第一实验小学', 2],
      ['后勤处', 3],
    ]);
    const rows = rowsOf(body);
    expect(rows['edu-org']).toMatchObject({
      tasks: 3,
      assigned: 1,
      submitted: 2,
      accepted: 1,
      due: 2,
      onTime: 1,
      late: 1,
    });
    expect(rows['edu-org']).toMatchObject({ overdue: 0, undated: 1, completeness: 0.3333, timeliness: 0.5 });
    expect(rows['school']).toMatchObject({ tasks: 2, accepted: 1, undated: 1 });
    expect(rows['office-org']).toEqual(body.data.totals);
    expect(body.data.totals.tasks).toBe(4);
  });

  it('says how many tasks the plans ask for that nobody has told of', async () => {
    const at = async (who: Principal, query = '') => (await read(who, `c1/report${query}`, last)).data.missing;
    expect([await at(office), await at(who('edu')), await at(who('road'))]).toEqual([1, 0, 1]);
    expect(await at(office, '?asOf=2026-04-01')).toBe(2);
    const table = (await get(office, 'c1/report?format=csv')).raw.toString('utf8');
    expect(table).toContain('方案中有 1 项措施尚未形成任务');
  });

  it('shows an agency its own only', async () => {
    const body = await read(who('road'), 'c1/report', last);
    expect(body.data.totals.tasks).toBe(1);
    expect(body.data.rows.map(({ key }: Row) => key)).toEqual(['road-org']);
  });

  it('speaks of a period, and counts what has no deadline apart', async () => {
    const { data } = await read(office, 'c1/report?from=2026-04-01&to=2026-04-30', last);
    expect(data.totals).toMatchObject({ tasks: 2, accepted: 1, undated: 2, completeness: 0.5 });
    const { data: may } = await read(office, 'c1/report?from=2026-05-01', last);
    expect(may.totals).toMatchObject({ tasks: 0, undated: 2, completeness: null });
  });

  it.each([
    ['2026-04-01', { tasks: 3, assigned: 1, submitted: 0, due: 0, overdue: 0 }],
    ['2026-04-10', { tasks: 4, submitted: 1, due: 2, onTime: 1, overdue: 0 }],
    ['2026-04-11', { tasks: 4, submitted: 1, due: 2, onTime: 1, overdue: 1 }],
    ['2026-04-12', { tasks: 4, submitted: 2, accepted: 1, late: 1, overdue: 0 }],
  ])('can be seen as of %s', async (asOf, totals) => {
    const { data } = await read(office, `c1/report?asOf=${asOf}`, last);
    expect(data.totals).toMatchObject(totals);
  });

  it.each(['report?by=unit&format=csv&', 'report?by=measure&', 'report/explanation?figure=tasks&'])(
    'has nothing to say of a day before the campaign was on record, and says so: %s',
    async (url) => {
      const { status, body } = await get(office, `c1/${url}asOf=2026-03-31`);
      const detail = expect.stringContaining('2026-04-01 才录入') as string;
      expect([status, body]).toMatchObject([422, { code: 'report.as-of-unknown', detail }]);
      expect((await get(office, `c1/${url}asOf=2026-04-01`)).status).toBe(200);
    },
  );

  it('is broken down by measure and phase, named and ordered as the plan has them', async () => {
    const byMeasure = (await read(office, 'c1/report?by=measure', last)).data.rows;
    expect(byMeasure.map(({ key, name, figures }: Row) => [key, name, figures['tasks']])).toEqual([
      ['m2', '文明交通', 1],
      ['m1', '校园环境', 3],
    ]);
    const byPhase = (await read(office, 'c1/report?by=phase', last)).data.rows;
    expect(byPhase.map(({ key, name }: Row) => [key, name])).toEqual([
      ['p1', '集中攻坚阶段'],
      ['-', null],
    ]);
  });

  it('names the tasks and events behind a figure, and nothing that an office may not see', async () => {
    const { data } = await read(office, 'c1/report/explanation?by=unit&key=edu-org&figure=late', last);
    expect(data).toMatchObject({
      count: 1,
      tasks: [{ taskId: 't2', submittedOn: '2026-04-12', situation: 'submitted' }],
    });
    expect(data.tasks[0].events.map(({ type }: { type: string }) => type)).toEqual(['task.opened', 'task.submitted']);
    const { events } = await stage.storage.ports('task').events.read({ tenant: 'edu', stream: 'task-t2' });
    expect(data.tasks[0].events.map(({ id }: { id: string }) => id)).toEqual(events.map(({ id }) => id));
    const all = await read(office, 'c1/report/explanation?figure=tasks', last);
    expect(all.data.count).toBe(4);
    for (const secret of ['person-secret', '沈志远', '王老师']) expect(JSON.stringify(all)).not.toContain(secret);
    const paged = await read(office, 'c1/report/explanation?figure=tasks&limit=3', last);
    expect([paged.data.tasks.length, paged.data.next]).toEqual([3, 'edu|t3']);
    const rest = await read(office, 'c1/report/explanation?figure=tasks&limit=3&after=edu|t3', last);
    expect([rest.data.tasks.length, rest.data.next, rest.data.count]).toEqual([1, null, 4]);
  });

  it('names them as a table too, one task a row', async () => {
    const url = 'c1/report/explanation?figure=tasks&limit=2';
    const lines = (await get(office, `${url}&format=csv`)).raw.toString('utf8').split('\r\n');
    expect(lines[0]).toBe('\ufeff序号,任务,单位,工作措施,阶段,完成时限,状态,报送日期');
    expect(lines.filter((line) => line.includes('任务 t'))).toHaveLength(4);
    expect(lines).toContainEqual(expect.stringContaining('数字,任务数：4 项'));
    const [table] = await readTables((await get(office, `${url}&format=xlsx`)).raw, 'tasks.xlsx');
    expect(table!.rows).toHaveLength(6);
  });

  it('leaves as CSV that a spreadsheet opens and does not run', async () => {
    const { response, raw } = await get(office, 'c1/report?format=csv');
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = raw.toString('utf8').split('\r\n');
    expect(lines[0]).toBe(
      '\ufeff单位,层级,任务数（项）,已分派（项）,已报送（项）,已通过（项）,完成率（%）,应到期（项）,按时报送（项）,逾期报送（项）,逾期未报（项）,及时率（%）,无时限任务（项）',
    );
    expect(lines[3]).toBe('桐泽市教育局,2,3,1,2,1,33.33,2,1,1,0,50,1');
    expect(lines[4]).toMatch(/^'=第一实验小学,3,/);
    expect(lines[6]).toMatch(/^合计,,4,/);
  });

  it('leaves as a workbook with a title, headings with units and what it is of', async () => {
    const { response, raw } = await get(office, 'c1/report?format=xlsx');
    expect(response.headers['content-type']).toContain('spreadsheetml');
    const [table, notes] = await readTables(raw, 'report.xlsx');
    expect(table!.rows[0]![0]).toBe('桐泽市创建全国文明城市工作完成情况（按单位，截至 2026-04-20）');
    expect(table!.rows[1]!.slice(0, 4)).toEqual(['单位', '层级', '任务数（项）', '已分派（项）']);
    expect(table!.rows[4]!.slice(0, 7)).toEqual(['桐泽市教育局', '2', '3', '1', '2', '1', '33.33']);
    expect(table!.rows[5]![0]).toBe('=第一实验小学');
    expect(notes!.rows).toContainEqual(['截至', '2026-04-20']);
  });

  it('is nothing to an office elsewhere or without a session', async () => {
    expect((await get(office, 'c1/report')).status).toBe(200);
    expect((await get(who('far', true), 'c1/report')).status).toBe(404);
    expect((await get(who('far', true), 'c1/report/explanation?figure=tasks')).status).toBe(404);
    expect((await get(null, 'c1/report')).status).toBe(401);
    expect((await get(office, 'c9/report')).status).toBe(404);
  });

  it('of what an agency takes up by itself is the agency’s alone, though the office oversees it', async () => {
    await tell(campaign, '2026-04-03', 'edu', 'campaign-c5', [], {
      type: 'campaign.opened',
      data: {
        campaignId: 'c5',
        brief: { ...brief, campaignId: 'c5', tenant: 'edu', organisationId: 'edu-org', title: '校园自创' },
        documentId: 'c5',
        noticeId: null,
        planId: 'plan5',
        items,
        responsible: {},
        leadingGroup: null,
      },
    });
    const token = await work(
      'edu',
      '2026-04-03',
      't50',
      opened('t50', 'edu-org', { campaignId: 'c5', planId: 'plan5' }),
    );
    const own = await read(who('edu'), 'c5/report', token);
    expect([own.data.campaign.title, own.data.totals.tasks]).toEqual(['校园自创', 1]);
    // Given from one unit to another, it was on that day the one's, and is the other's to open now.
    await work('edu', '2026-04-05', 't50', assigned('t50', 'class'));
    const handed = await work('edu', '2026-04-07', 't50', assigned('t50', 'school'));
    const opensAt = async (unit: string) => {
      const person = { ...who('edu'), posts: [{ post: 'clerk' as const, organisation: unit }] };
      const why = 'c5/report/explanation?figure=tasks&asOf=2026-04-06';
      return (await read(person, why, handed)).data.tasks.map(({ readable }: { readable: boolean }) => readable);
    };
    expect([await opensAt('class'), await opensAt('school'), await opensAt('edu-org')]).toEqual([
      [false],
      [true],
      [true],
    ]);
    for (const url of ['c5/report', 'c5/report?format=csv', 'c5/report/explanation?figure=tasks']) {
      const [known, unknown] = [await get(office, url), await get(office, url.replace('c5', 'c9'))];
      expect([known.status, known.body]).toEqual([404, unknown.body]);
    }
  });

  it.each([
    ['c1/report?from=2026-05-01&to=2026-04-01', 'report.period-backwards'],
    ['c1/report?asOf=2026-04-21', 'report.as-of-future'],
    ['c1/report?asOf=2026-02-30', 'request.invalid'],
    ['c1/report?by[$ne]=unit', 'request.invalid'],
    ['c1/report/explanation?figure=__proto__', 'request.invalid'],
  ])('refuses %s in words', async (url, code) => {
    const { status, body } = await get(office, url);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('documents every route', () =>
    expect(Object.keys(openApi('reporting', stage.app).paths)).toEqual(
      expect.arrayContaining(['report', 'report/explanation'].map((one) => `/api/reporting/campaigns/{id}/${one}`)),
    ));
});

describe('part of a report', () => {
  it('is so many levels, or one unit and what is below it', async () => {
    const some = (await read(office, 'c1/report?levels=2', last)).data;
    expect(some.rows.map(({ key, more }: Row & { more: boolean }) => [key, more])).toEqual([
      ['office-org', false],
      ['road-org', false],
      ['edu-org', true],
    ]);
    const whole = (await read(office, 'c1/report', last)).data;
    expect([some.totals, rowsOf({ data: some })['edu-org']]).toEqual([
      whole.totals,
      rowsOf({ data: whole })['edu-org'],
    ]);
    const below = (await read(office, 'c1/report?under=edu-org', last)).data;
    expect(below.rows.map(({ key }: Row) => key)).toEqual(whole.rows.map(({ key }: Row) => key).slice(2));
    expect(below.totals).toEqual(rowsOf({ data: whole })['edu-org']);
    expect((await get(office, 'c1/report?under=nobody')).status).toBe(404);
    expect((await get(who('road'), 'c1/report?under=edu-org')).status).toBe(404);
  });
});
