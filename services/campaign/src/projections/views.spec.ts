import type { CampaignOpened, NoticeImported, PlanHandedDown } from '@chuangwen/contracts';
import { content, field } from '../testing/content';
import {
  above,
  added,
  approved,
  base,
  changed,
  dropped,
  item,
  opened,
  phases,
  returned,
  submitted,
} from '../testing/plan';
import { project, record } from '../testing/project';
import { campaignsView } from './campaigns';
import { coverageView } from './coverage';
import { noticesView } from './notices';
import { plansView } from './plans';
import { revisionsView } from './revisions';

const brief = {
  campaignId: 'c',
  tenant: 'office',
  organisationId: 'office-root',
  title: '创建省级文明城市',
  honour: null,
  level: null,
  term: null,
  docNumber: null,
  guidingThought: null,
  goals: null,
  phases,
  requirements: [],
};
const handed: PlanHandedDown = {
  type: 'plan.handed-down',
  data: {
    planId: 'root',
    organisationId: 'office-root',
    revision: 1,
    brief,
    to: [
      { tenant: 'bureau-tenant', organisationId: 'bureau', planId: 'child' },
      { tenant: 'other', organisationId: 'other-root', planId: 'other-child' },
    ],
    items: [...base.items],
    responsible: { ...base.responsible },
    lineage: base.lineage,
  },
};
const campaign: CampaignOpened = {
  type: 'campaign.opened',
  data: {
    campaignId: 'c',
    brief,
    documentId: 'n',
    noticeId: 'n',
    planId: 'root',
    items: [...base.items],
    responsible: {},
    leadingGroup: { leader: '周建安', executiveDeputies: [], deputies: [], members: [], office: null },
  },
};
const down = { tenant: 'office', stream: 'plan-root', audience: ['bureau-tenant', 'other'], event: handed };
const own = (event: typeof opened | ReturnType<typeof added>) => ({
  tenant: 'bureau-tenant',
  stream: 'plan-child',
  event,
});
const up = (event: ReturnType<typeof added>) => ({ ...own(event), audience: ['office'] });

const first = submitted(null, {
  overlay: { added: [item('x')], changed: [item('b', { title: '改' })], dropped: [{ itemId: 'a1', reason: '不适用' }] },
  itemRevisions: { x: 1, b: 2, a1: 2 },
  responsible: { x: '宣传科' },
});
const second = submitted(['a1', 'x'], {
  revision: 2,
  overlay: { added: [], changed: [item('a1', { above: 'a', title: '再改' })], dropped: [] },
  itemRevisions: { x: 2, a1: 4 },
});
const story = [
  down,
  own(opened),
  own(changed('b', '改')),
  own(dropped('a1')),
  own(added('x')),
  up(first),
  up(returned('a1', 'x')),
  up(second),
  up(approved),
];

describe('plans', () => {
  it('gives a reviewer of another tenant what was submitted, and nothing before', () => {
    const before = project(plansView, record(...story.slice(0, 5)));
    expect(Object.keys(before)).toEqual(['bureau-tenant/child']);
    const { 'office/child': document } = project(plansView, record(...story.slice(0, 6)));
    expect(document).toMatchObject({ is: 'received', tenant: 'bureau-tenant', version: null });
    expect(document?.plan.touched).toEqual({
      b: { kind: 'changed', item: item('b', { title: '改' }), responsible: null, itemRevision: 2 },
      a1: { kind: 'dropped', reason: '不适用', itemRevision: 2 },
      x: { kind: 'added', item: item('x'), responsible: '宣传科', dropped: null, itemRevision: 1 },
    });
  });
  it('puts in the reviewer’s copy only what was sent again', () => {
    const { 'office/child': document } = project(plansView, record(...story));
    expect(document?.plan).toMatchObject({ revision: 2, situation: { at: 'approved', purpose: 'approval' } });
    expect(document?.plan.touched['b']).toMatchObject({ kind: 'changed', itemRevision: 2 });
    expect(document?.plan.touched['a1']).toMatchObject({ kind: 'changed', item: { title: '再改' }, itemRevision: 4 });
    expect(document?.plan.touched['x']).toEqual({ kind: 'restored', itemRevision: 2 });
    expect(document?.plan.reasons).toEqual({ a1: '请补充', x: '请补充' });
  });
  it('tells owner and reviewer the same number of submissions', () => {
    const counts = [5, 6, 7, 8, 9].map((upTo) => {
      const documents = project(plansView, record(...story.slice(0, upTo)));
      return ['bureau-tenant/child', 'office/child'].map((id) => documents[id]?.plan.submissions);
    });
    expect(counts).toEqual([
      [0, undefined],
      [1, 1],
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
  });
  it('is found for review while it waits for it', () => {
    const of = (upTo: number) => project(plansView, record(...story.slice(0, upTo)))['office/child']!;
    expect(plansView.index?.(of(6))).toMatchObject({ review: 'office-root', situation: 'submitted', campaign: 'c' });
    expect(plansView.index?.(of(7))).toMatchObject({ review: [], situation: 'returned' });
  });
  it('tells the owner the version of the stream', () => {
    expect(project(plansView, record(...story))['bureau-tenant/child']).toMatchObject({ is: 'own', version: 8 });
  });
});

describe('coverage', () => {
  const of = (...events: typeof story) => project(coverageView, record(...events))['office/root/child'];

  it('holds only what was touched, and only in the tenant above', () => {
    const documents = project(coverageView, record(...story.slice(0, 6)));
    expect(Object.keys(documents)).toEqual(['office/root/child', 'office/root/other-child']);
    expect(documents['office/root/child']).toEqual({
      above: 'root',
      planId: 'child',
      tenant: 'bureau-tenant',
      organisationId: 'bureau',
      given: [{ on: '2026-03-02', revision: 1, asked: null, takenBack: false }],
      reports: [
        {
          on: '2026-03-02',
          organisationId: 'bureau',
          over: 1,
          situation: 'submitted',
          inForce: null,
          heard: true,
          way: 'own',
          changed: ['b'],
          dropped: { a1: '不适用' },
          added: [{ itemId: 'x', above: null, title: '措施x' }],
        },
      ],
    });
  });
  it('takes from a second submission what was returned', () => {
    expect(of(...story)?.reports).toMatchObject([
      { situation: 'approved', inForce: 'own', changed: ['b', 'a1'], dropped: {}, added: [] },
    ]);
  });
  it('is the same bytes in whatever order streams come', () => {
    const other = { tenant: 'other', stream: 'plan-other-child', audience: ['office'] };
    const data = { planId: 'other-child', organisationId: 'other-root' };
    const theirs = { ...other, event: { ...first, data: { ...first.data, ...data } } };
    const all = record(...story, theirs);
    const [hand, ...reports] = all;
    const bytes = (events: typeof all) => JSON.stringify(Object.entries(project(coverageView, events)).sort());
    const last = reports.at(-1)!;
    expect(bytes([last, ...reports.slice(0, -1), hand!])).toBe(bytes(all));
  });
  it('hears of drafts, in another tenant too', () => {
    expect(of(down, up(opened))?.reports).toMatchObject([{ situation: 'drafting', heard: false }]);
    expect(of(down, own(opened))?.reports).toEqual([]);
  });
  it('keeps each day as it ended', () => {
    const events = record(...story).map((event, i) => ({
      ...event,
      meta: { ...event.meta, recordedAt: `2026-03-0${i < 6 ? 2 : i < 8 ? 3 : 4}T01:00:00.000Z` },
    }));
    const document = project(coverageView, events)['office/root/child'];
    expect(document?.reports.map(({ on, situation }) => [on, situation])).toEqual([
      ['2026-03-02', 'submitted'],
      ['2026-03-03', 'submitted'],
      ['2026-03-04', 'approved'],
    ]);
    expect(document?.reports[0]?.dropped).toEqual({ a1: '不适用' });
  });
  it('knows the way, what is revised, and what counts no more', () => {
    const data = { planId: 'child', campaignId: 'c', organisationId: 'bureau', parent: above, revision: 1 };
    const without = up({ type: 'plan.taken-over', data: { ...data, way: 'without-paper' } });
    const revision = up({
      type: 'plan.revision-opened',
      data: { ...data, inForce: 1, revision: 2, reason: null },
    });
    const back = up({
      type: 'plan.approval-withdrawn',
      data: { ...data, inForce: null, ended: [], resumed: [], reason: '误点' },
    });
    const gone = up({
      type: 'plan.withdrawn',
      data: { ...data, cause: 'above', children: [], ended: [], reason: '误发' },
    });
    const start = [down, up(opened), without, up(approved)];
    const last = (...events: typeof story) => of(...start, ...events)?.reports.at(-1);
    expect(last()).toMatchObject({ situation: 'approved', inForce: 'without-paper', heard: true });
    expect(last(revision)).toMatchObject({ situation: 'drafting', inForce: 'without-paper' });
    expect(last(back)).toMatchObject({ situation: 'submitted', inForce: null });
    expect(last(gone)).toMatchObject({ situation: 'withdrawn', inForce: null });
  });
});

describe('campaigns', () => {
  it('tells those it was handed to the brief, and no names', () => {
    const led = { tenant: 'office', stream: 'campaign-c', event: campaign };
    const documents = project(campaignsView, record(led, down));
    expect(documents['office/c']).toMatchObject({ leading: { planId: 'root', leadingGroup: { leader: '周建安' } } });
    expect(documents['other/c']).toEqual({ brief, leading: null, withdrawn: null });
    expect(project(campaignsView, record(led, down).reverse())).toEqual(documents);
  });
});

describe('revisions', () => {
  it('keeps the whole plan where it came from and where it went', () => {
    const documents = project(revisionsView, record(down));
    expect(Object.keys(documents)).toEqual(['office/root@1', 'bureau-tenant/root@1', 'other/root@1']);
    expect(documents['other/root@1']?.items).toEqual(base.items);
  });
});

describe('notices', () => {
  it('shows the content as corrected, and who corrected what', () => {
    const imported: NoticeImported = {
      type: 'notice.imported',
      data: {
        noticeId: 'n',
        organisationId: 'office-root',
        fileName: null,
        source: { sha256: 'aa', size: 2 },
        content: content({ docNumber: field('1号') }),
      },
    };
    const corrected = { type: 'notice.corrected', data: { noticeId: 'n', path: 'docNumber', value: '2号' } };
    const at = { tenant: 'office', stream: 'notice-n' };
    const { 'office/n': notice } = project(
      noticesView,
      record({ ...at, event: imported }, { ...at, event: corrected }),
    );
    expect(notice).toMatchObject({
      version: 2,
      content: { docNumber: { value: '2号', corrected: true } },
      corrections: [{ path: 'docNumber', value: '2号', by: 'p-lin' }],
    });
  });
  it('goes on after a correction that today’s rules would refuse', () => {
    const data = { noticeId: 'n', organisationId: 'office-root', fileName: null, source: { sha256: 'aa', size: 2 } };
    const imported = { type: 'notice.imported', data: { ...data, content: content({ docNumber: field('1号') }) } };
    const odd = { type: 'notice.corrected', data: { noticeId: 'n', path: 'issuedOn', value: '2026-02-30' } };
    const at = { tenant: 'office', stream: 'notice-n' };
    const { 'office/n': notice } = project(noticesView, record({ ...at, event: imported }, { ...at, event: odd }));
    expect(notice).toMatchObject({
      version: 2,
      content: { docNumber: { value: '1号' }, issuedOn: null },
      corrections: [{ path: 'issuedOn', value: '2026-02-30' }],
    });
  });
});
