import type { AdditionsNoted, AdditionsResumed, AdditionsWithdrawn } from '@chuangwen/contracts';
import { given } from '@chuangwen/kernel';
import { additionsDecider } from './additions';

const planId = 'plan1';
const noted = (taskId: string): AdditionsNoted => ({ type: 'additions.noted', data: { planId, taskId } });
const note = (taskId: string) => ({ is: 'note', planId, taskId }) as const;
const gone: AdditionsWithdrawn = { type: 'additions.withdrawn', data: { planId } };
const again: AdditionsResumed = { type: 'additions.resumed', data: { planId } };

it('each task that a table adds is noted once', () => {
  given(additionsDecider).when(note('t1')).then(noted('t1'));
  given(additionsDecider, noted('t1')).when(note('t1')).thenNothing();
  given(additionsDecider, noted('t1')).when(note('t2')).then(noted('t2'));
});

it('nothing is added to a plan that counts no more, until it does again', () => {
  given(additionsDecider).when({ is: 'withdraw', planId }).then(gone);
  given(additionsDecider, gone).when(note('t1')).thenRefused('table.plan-withdrawn');
  given(additionsDecider, noted('t1'), gone).when({ is: 'resume', planId }).then(again);
  given(additionsDecider, gone, again).when(note('t1')).then(noted('t1'));
});

it('what is so already is no news', () => {
  given(additionsDecider).when({ is: 'resume', planId }).thenNothing();
  given(additionsDecider, gone).when({ is: 'withdraw', planId }).thenNothing();
});
