import type { AdditionsNoted } from '@chuangwen/contracts';
import { given } from '@chuangwen/kernel';
import { additionsDecider } from './additions';

const noted = (taskId: string): AdditionsNoted => ({ type: 'additions.noted', data: { planId: 'plan1', taskId } });

it('each task that a table adds is noted once', () => {
  given(additionsDecider).when(noted('t1').data).then(noted('t1'));
  given(additionsDecider, noted('t1')).when(noted('t1').data).thenNothing();
  given(additionsDecider, noted('t1')).when(noted('t2').data).then(noted('t2'));
});
