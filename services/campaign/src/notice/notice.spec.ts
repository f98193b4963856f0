import type { NoticeImported } from '@chuangwen/contracts';
import { given, NotFound } from '@chuangwen/kernel';
import { content, field, node, phase } from '../testing/content';
import { noticeDecider, type NoticeCommand, type NoticeEvent } from './notice';

const imported = (data: Partial<NoticeImported['data']> = {}): NoticeImported => ({
  type: 'notice.imported',
  data: {
    noticeId: 'n',
    organisationId: 'office-root',
    fileName: null,
    source: { sha256: 'aa', size: 1 },
    content: content({
      phases: [phase('宣传发动', '2026-03'), phase('全面实施', '2026-05')],
      measures: [node('整治市容', { phase: '全面实施' }), node('志愿服务', { phase: '宣传发动' })],
    }),
    ...data,
  },
});
const correct = (path: string, value: string | null): NoticeCommand => ({ type: 'correct-notice', path, value });
const corrected = (path: string, value: string | null): NoticeEvent => ({
  type: 'notice.corrected',
  data: { noticeId: 'n', path, value },
});
const notice = (...history: NoticeEvent[]) => given(noticeDecider, imported(), ...history);

describe('importing', () => {
  it('happens once', () => {
    given(noticeDecider).when({ type: 'import-notice', notice: imported().data }).then(imported());
    notice().when({ type: 'import-notice', notice: imported().data }).thenNothing();
  });
});

describe('correcting', () => {
  it('happens to a field, an item, a list', () => {
    notice().when(correct('docNumber', '1号')).then(corrected('docNumber', '1号'));
    notice().when(correct('measures.1', null)).then(corrected('measures.1', null));
    notice().when(correct('cc.0', '市委办')).then(corrected('cc.0', '市委办'));
    notice().when(correct('leadingGroup.leader', '周建安')).then(corrected('leadingGroup.leader', '周建安'));
  });
  it('is refused where there is no such field, and of a notice that is gone', () => {
    notice().when(correct('measures.1.nothing', 'x')).thenRefused('notice.unknown-field');
    notice().when(correct('measures.2.title', 'x')).thenRefused('notice.unknown-field');
    notice().when(correct('leadingGroup', null)).thenRefused('notice.unknown-field');
    given(noticeDecider, imported({ content: null }))
      .when(correct('title', 'x'))
      .thenRefused('notice.erased');
    expect(() => given(noticeDecider).when(correct('title', 'x')).thenNothing()).toThrow(NotFound);
  });
  it('is refused when it would put a deadline before its phase, from either side', () => {
    notice().when(correct('measures.0.deadline', '2026-04-30')).thenRefused('plan.deadline-before-phase');
    notice(corrected('measures.0.deadline', '2026-06-30'))
      .when(correct('phases.1.start', '2026-07'))
      .thenRefused('plan.deadline-before-phase');
    notice(corrected('measures.1.deadline', '2026-04-30'))
      .when(correct('measures.1.phase', '全面实施'))
      .thenRefused('plan.deadline-before-phase');
  });
  it('stays possible where the notice itself contradicts', () => {
    const odd = imported({
      content: content({
        phases: [phase('全面实施', '2026-05')],
        measures: [node('其他'), node('整治市容', { phase: '全面实施', deadline: field('2026-04-30') })],
      }),
    });
    given(noticeDecider, odd).when(correct('docNumber', '1号')).then(corrected('docNumber', '1号'));
    given(noticeDecider, odd).when(correct('measures.0', null)).then(corrected('measures.0', null));
    given(noticeDecider, odd)
      .when(correct('measures.1.deadline', '2026-06'))
      .then(corrected('measures.1.deadline', '2026-06'));
  });
  it('is read as it was where today’s rules would refuse what is stored', () => {
    for (const [path, value] of [
      ['phases.0.start', '2026-02-30'],
      ['measures.9.title', '没有这一条'],
      ['measures.0.phase', '没有这个阶段'],
      ['title', null],
      ['measures.0.title', null],
      ['nothing', 'x'],
    ] as const) {
      const stored = notice(corrected('docNumber', '1号'), corrected(path, value));
      stored.when(correct('docNumber', '1号')).thenNothing();
      stored.when(correct('docNumber', '2号')).then(corrected('docNumber', '2号'));
    }
  });
  it('stays quiet when it was corrected so, and when there was nothing', () => {
    notice(corrected('docNumber', '1号')).when(correct('docNumber', '1号')).thenNothing();
    notice().when(correct('docNumber', null)).thenNothing();
  });
});
