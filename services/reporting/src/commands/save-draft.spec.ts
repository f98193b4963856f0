import { RuleViolation } from '@chuangwen/kernel';
import type { Caller, Clock } from '@chuangwen/platform';
import type { Desk } from '../data-request/desk';
import type { Draft, Drafts } from '../data-request/drafts';
import { SaveDraft, SaveDraftHandler } from './save-draft';

const columns = Array.from({ length: 60 }, (_, i) => ({
  ...{ columnId: `${i}`, title: `列${i}`, kind: 'text', choices: [], required: false },
}));
const desk = {
  owed: () => Promise.resolve({ answer: { status: 'none' }, request: { columns } }),
  mayAnswer: () => undefined,
  mustRun: () => undefined,
} as unknown as Desk;

describe('a draft', () => {
  const saved: Draft[] = [];
  const drafts = { save: (_: string, _id: string, draft: Draft) => void saved.push(draft) } as unknown as Drafts;
  const clock = { now: () => new Date('2026-04-02T04:00:00Z') } as unknown as Clock;
  const handler = new SaveDraftHandler(desk, drafts, clock);
  const save = (count: number) => {
    const rows = Array.from({ length: count }, () => ({ cells: ['甲'] }));
    return handler.execute(new SaveDraft({ tenant: 'road', commandId: 'c' } as unknown as Caller, 'a', { rows }));
  };
  it('has no more cells than a sheet may have', async () => {
    await save(833);
    expect(saved.map(({ rows }) => rows.length)).toEqual([833]);
    await expect(save(834)).rejects.toEqual(
      new RuleViolation('answer.too-many-cells', { limit: 50_000, cells: 50_040 }),
    );
    expect(saved).toHaveLength(1);
  });
});
