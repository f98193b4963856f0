import { deepEqual } from 'node:assert/strict';
import type { Principal } from '@chuangwen/platform';
import { headersOf, stage } from './stage';

const url = '/api/reporting/upward-reports';
export const ask = (as: Principal, method: 'GET' | 'POST', path: string, payload?: object) =>
  stage.app.inject({
    method,
    url: `${url}${path}`,
    headers: headersOf(as),
    ...(payload ? { payload } : {}),
  });
export const post = async (as: Principal, path: string, payload: object = {}) => {
  const response = await ask(as, 'POST', path, payload);
  deepEqual([path, response.statusCode, response.body], [path, 201, response.body]);
  return response.json() as { token: string; answer: { id: string; sha256: string } };
};
/** What was sent to another tenant takes a moment to be there. */
export const page = async (as: Principal, path: string, token = '') => {
  for (let tries = 1; ; tries += 1) {
    const response = await ask(as, 'GET', `${path}?token=${encodeURIComponent(token)}`);
    if (response.statusCode !== 404 || tries > 100) return response.json().data;
    await new Promise((wake) => setTimeout(wake, 20));
  }
};
