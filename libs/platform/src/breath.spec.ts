import { setImmediate } from 'node:timers';
import { breath } from './breath';

it('one at a time, and others’ work between', async () => {
  const done: string[] = [];
  setImmediate(() => {
    done.push('other');
    setImmediate(() => done.push('other'));
  });
  await Promise.all([1, 2, 3].map(async (n) => done.push(`piece ${await breath().then(() => n)}`)));
  expect(done.filter((what) => what.startsWith('piece'))).toEqual(['piece 1', 'piece 2', 'piece 3']);
  expect(done.indexOf('other')).toBeLessThan(done.indexOf('piece 2'));
  expect(done.lastIndexOf('other')).toBeLessThan(done.indexOf('piece 3'));
});
