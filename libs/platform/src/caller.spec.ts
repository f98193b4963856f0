import fc from 'fast-check';
import { formatToken, parseToken } from './caller';

describe('A token', () => {
  it('reads back as it was written, whatever tenant and stream are called', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
      .filter((text) => encodeURIComponent(text).length <= 300);
    fc.assert(
      fc.property(name, name, fc.nat(), (tenant, stream, version) => {
        const token = { service: 'task', tenant, stream, version };
        expect(parseToken(formatToken(token))).toEqual(token);
      }),
    );
  });

  it.each([
    '',
    'task',
    'task:a:b',
    'task:a:b:c',
    'task:a:b:-1',
    'task:a:b:1:2',
    'Task:a:b:1',
    'task:%:b:1',
    `task:a:b:${'9'.repeat(16)}`,
  ])('is not %j', (text) => {
    expect(parseToken(text)).toBeNull();
  });
});
