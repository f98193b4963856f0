import type { EvidenceAttached, EvidenceDescribed } from '@chuangwen/contracts';
import { given } from '@chuangwen/kernel';
import { evidenceDecider } from './evidence';

const described = (found: boolean, docNumber: string | null, date: string | null = null): EvidenceDescribed => ({
  type: 'evidence.described',
  data: { proofId: 'p1', docNumber, date, found },
});
const [found, entered] = [described(true, '桐交〔2026〕18号'), described(false, '桐交〔2026〕19号', '2026-04-20')];
const given_ = (...history: (EvidenceDescribed | EvidenceAttached)[]) => given(evidenceDecider, ...history);
const on = (...history: EvidenceDescribed[]) => ({
  when: (data: EvidenceDescribed['data']) => given_(...history).when({ is: 'describe', ...data }),
});

describe('number and day of a proof', () => {
  it('are taken from its text, or from a person', () => {
    on().when(found.data).then(found);
    on().when(entered.data).then(entered);
  });
  it('are what a person says, also later', () => {
    on(found).when(entered.data).then(entered);
    on(entered).when(found.data).thenNothing();
    on(found).when(described(true, 'x').data).thenNothing();
  });
  it('a person confirms what was found', () => {
    const confirmed = described(false, '桐交〔2026〕18号');
    on(found).when(confirmed.data).then(confirmed);
  });
  it('say nothing where nothing is said, or the same again', () => {
    on().when(described(true, null).data).thenNothing();
    on().when(described(false, null).data).thenNothing();
    on(entered).when(entered.data).thenNothing();
  });
  it('can be taken back', () => on(entered).when(described(false, null).data).then(described(false, null)));
});

describe('where a proof was attached', () => {
  const data = { proofId: 'p1', taskId: 't1', evidenceId: 'e1' };
  const attached: EvidenceAttached = { type: 'evidence.attached', data };
  it('is told once', () => {
    given_(found)
      .when({ is: 'attach', ...data })
      .then(attached);
    given_(attached)
      .when({ is: 'attach', ...data })
      .thenNothing();
  });
  it('does not stand in the way of its description', () =>
    given_(attached)
      .when({ is: 'describe', ...found.data })
      .then(found));
});
