import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsConf } from './problems';

const file = join(__dirname, '../../deploy/proxy/problems.conf');

/** CHUANGWEN_PROXY_PROBLEMS=write writes what is, after a change of words. */
it('the proxy answers in the platform’s own words', () => {
  if (process.env['CHUANGWEN_PROXY_PROBLEMS'] === 'write') writeFileSync(file, problemsConf());
  expect(readFileSync(file, 'utf8')).toBe(problemsConf());
});
