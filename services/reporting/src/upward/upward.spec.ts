import { given, NotFound } from '@chuangwen/kernel';
import type { ReportCommand } from './command';
import type { ReportEvent } from './evolve';
import { reportAggregate, reportDecider } from './upward';

const to = { tenant: 'office', organisationId: null };
const cc = [{ tenant: 'bureau', organisationId: 'publicity' }];
const head = {
  campaignId: 'c1',
  organisationId: 'bureau-org',
  to,
  cc,
  by: 'measure',
  tree: 'line',
  basis: 'counters',
  period: null,
} as const;
const data = { reportId: 'r1', to, cc: [...cc] };
const snapshot = { sha256: 'a'.repeat(64), size: 10 };
const opened: ReportEvent = {
  type: 'report.opened',
  data: { reportId: 'r1', ...head, cc: [...cc], asOf: '2026-06-30' },
};
const remarked = (item: string, text: string | null): ReportEvent => ({
  type: 'report.remarked',
  data: { reportId: 'r1', item, text },
});
const sent = (
  submission: number,
  items: string[] | null = null,
  remarks: { item: string; text: string }[] = [],
): ReportEvent => ({
  type: 'report.submitted',
  data: { reportId: 'r1', ...head, cc: [...cc], asOf: '2026-06-30', submission, items, snapshot, remarks },
});
const returned = (...items: string[]): ReportEvent => ({
  type: 'report.items-returned',
  data: { ...data, items: items.map((item) => ({ item, reason: '请核对' })) },
});
const accepted = (submission = 1): ReportEvent => ({ type: 'report.accepted', data: { ...data, submission } });
const locked: ReportEvent = { type: 'report.locked', data };
const unlocked: ReportEvent = { type: 'report.unlocked', data: { ...data, reason: '口径调整' } };
const withdrawn: ReportEvent = { type: 'report.withdrawn', data: { ...data, reason: '漏报' } };
const received = (submission: number, by: (typeof cc)[number] | typeof to = to): ReportEvent => ({
  type: 'report.received',
  data: { ...data, by, submission },
});

const by = { tenant: 'office', organisationId: 'office-org', root: true };
const stranger = { tenant: 'office', organisationId: 'section', root: false };
const remark = (item: string, text: string | null): ReportCommand => ({ type: 'remark', item, text });
const submit: ReportCommand = { type: 'submit', asOf: '2026-06-30', snapshot };
const withdraw: ReportCommand = { type: 'withdraw', reason: '漏报' };
const give = (items: string[], more: object = {}): ReportCommand => ({
  type: 'return-items',
  by,
  known: ['m1', 'm2'],
  items: items.map((item) => ({ item, reason: '请核对' })),
  ...more,
});
const accept: ReportCommand = { type: 'accept', by };
const lock: ReportCommand = { type: 'lock', by };
const unlock: ReportCommand = { type: 'unlock', by, reason: '口径调整' };
const report = (...history: ReportEvent[]) => given(reportDecider, opened, ...history);

describe('a draft', () => {
  const open: ReportCommand = { type: 'open', reportId: 'r1', head, asOf: '2026-06-30' };
  it('is opened once', () => {
    given(reportDecider).when(open).then(opened);
    report().when(open).thenNothing();
    expect(() => given(reportDecider).when(submit).thenNothing()).toThrow(NotFound);
  });

  it('takes remarks until it is sent, each once', () => {
    report().when(remark('m1', '已整改')).then(remarked('m1', '已整改'));
    report(remarked('m1', '已整改')).when(remark('m1', null)).then(remarked('m1', null));
    report(remarked('m1', '已整改')).when(remark('m1', '已整改')).thenNothing();
    report(sent(1)).when(remark('m1', '又改')).thenRefused('report.is-submitted');
    report(sent(1), accepted()).when(remark('m1', '又改')).thenRefused('report.is-accepted');
    const many = Array.from({ length: 500 }, (_, i) => remarked(`m${i}`, '好'));
    report(...many)
      .when(remark('m500', '好'))
      .thenRefused('report.too-many-remarks');
  });

  it('goes up with its remarks', () => {
    report(remarked('m1', '已整改'), remarked('m2', '在办'), remarked('m2', null))
      .when(submit)
      .then(sent(1, null, [{ item: 'm1', text: '已整改' }]));
    report(sent(1)).when(submit).thenRefused('report.is-submitted');
    report(sent(1), accepted()).when(submit).thenRefused('report.is-accepted');
  });

  it('and its words are nobody’s but the reporter’s', () => {
    const state = reportDecider.initialState();
    const audience = (event: ReportEvent) => reportAggregate.audience!(event, state);
    expect([audience(opened), audience(remarked('m1', '好'))]).toEqual([[], []]);
    for (const event of [sent(1), withdrawn, returned('m1'), accepted(), locked, unlocked, received(1)])
      expect(audience(event)).toEqual(['office', 'bureau']);
  });
});

describe('what was sent', () => {
  it('is returned item by item, by the organisation above alone', () => {
    report(sent(1))
      .when(give(['m1']))
      .then(returned('m1'));
    report(sent(1))
      .when(give(['total']))
      .then(returned('total'));
    report(sent(1))
      .when(give(['m1'], { by: stranger }))
      .thenRefused('report.not-reviewer');
    report()
      .when(give(['m1']))
      .thenRefused('report.not-submitted');
    report(sent(1), returned('m1'))
      .when(give(['m2']))
      .thenRefused('report.is-returned');
    report(sent(1), accepted())
      .when(give(['m1']))
      .thenRefused('report.is-accepted');
    report(sent(1))
      .when(give(['m1', 'm1']))
      .thenRefused('report.returned-twice');
    report(sent(1), returned('m1'), sent(2, ['m1']))
      .when(give(['m1'], { submission: 1 }))
      .thenRefused('report.submitted-since');
    expect(() =>
      report(sent(1))
        .when(give(['m9']))
        .thenNothing(),
    ).toThrow(NotFound);
  });

  it('comes back corrected in these items only', () => {
    report(sent(1), returned('m1')).when(remark('m1', '已核对')).then(remarked('m1', '已核对'));
    report(sent(1), returned('m1')).when(remark('m2', '顺手改')).thenRefused('report.item-not-returned');
    report(sent(1), returned('m1'), remarked('m1', '已核对'))
      .when(submit)
      .then(sent(2, ['m1'], [{ item: 'm1', text: '已核对' }]));
  });

  it('is withdrawn with a reason, until it was accepted, and may be sent again whole', () => {
    report(sent(1)).when(withdraw).then(withdrawn);
    report(sent(1), returned('m1')).when(withdraw).then(withdrawn);
    report(sent(1), withdrawn).when(withdraw).thenNothing();
    report().when(withdraw).thenRefused('report.not-submitted');
    report(sent(1), accepted()).when(withdraw).thenRefused('report.is-accepted');
    report(sent(1), returned('m1'), withdrawn).when(submit).then(sent(2));
    report(sent(1), withdrawn).when(accept).thenRefused('report.not-submitted');
  });

  it('is accepted once, as the reviewer saw it', () => {
    report(sent(1)).when(accept).then(accepted());
    report(sent(1), accepted()).when(accept).thenNothing();
    report(sent(1))
      .when({ ...accept, by: stranger })
      .thenRefused('report.not-reviewer');
    report(sent(1))
      .when({ ...accept, submission: 2 })
      .thenRefused('report.submitted-since');
    report(sent(1), returned('m1')).when(accept).thenRefused('report.is-returned');
    report().when(accept).thenRefused('report.not-submitted');
  });

  it('is locked once it is accepted, and unlocked only with a reason', () => {
    report(sent(1), accepted()).when(lock).then(locked);
    report(sent(1), accepted(), locked).when(lock).thenNothing();
    report(sent(1)).when(lock).thenRefused('report.not-accepted');
    report(sent(1), accepted(), locked)
      .when(give(['m1']))
      .thenRefused('report.is-accepted');
    report(sent(1), accepted(), locked).when(unlock).then(unlocked);
    report(sent(1)).when(unlock).thenRefused('report.not-accepted');
    report(sent(1), accepted(), locked)
      .when({ ...unlock, by: stranger })
      .thenRefused('report.not-reviewer');
    report(sent(1), accepted(), locked, unlocked)
      .when(give(['m1']))
      .then(returned('m1'));
  });

  it('is received by each of its readers, once a submission', () => {
    const receive: ReportCommand = { type: 'receive', by };
    report(sent(1)).when(receive).then(received(1));
    report(sent(1), received(1)).when(receive).thenNothing();
    report(sent(1), received(1), returned('m1'), sent(2, ['m1']))
      .when(receive)
      .then(received(2));
    const copy = { tenant: 'bureau', organisationId: 'publicity', root: false };
    report(sent(1))
      .when({ ...receive, by: copy })
      .then(received(1, cc[0]));
    report(sent(1))
      .when({ ...receive, by: stranger })
      .thenRefused('report.not-reader');
    report(sent(1), withdrawn).when(receive).thenRefused('report.not-submitted');
    report(sent(1))
      .when({ ...receive, submission: 2 })
      .thenRefused('report.submitted-since');
  });
});
