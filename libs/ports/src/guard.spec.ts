import { instant, requireTenant } from './guard';

describe('an instant', () => {
  const right = [
    '2026-04-28T01:02:03.004Z',
    '2024-02-29T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    '2026-12-31T00:00:00.000Z',
  ];
  it.each(right)('%s is read as Date reads it', (iso) => {
    expect(instant(iso)).toBe(Date.parse(iso));
    expect(new Date(instant(iso)).toISOString()).toBe(iso);
  });

  it('is read as Date reads it, whenever', () => {
    for (let at = 0; at < 4e12; at += 86_399_999 * 7) expect(instant(new Date(at).toISOString())).toBe(at);
  });

  it.each([
    ...['', 'now', '2026-04-28', '2026-04-28T01:02:03Z', '2026-04-28T01:02:03.004', '2026-04-28T01:02:03.004+08:00'],
    ...['2026-02-29T01:02:03.004Z', '2026-04-31T01:02:03.004Z', '2026-13-01T01:02:03.004Z', '2026-00-01T01:02:03.004Z'],
    ...[
      '2026-04-28T24:00:00.000Z',
      '2026-04-28T01:60:03.004Z',
      '2026-04-28t01:02:03.004Z',
      '2026-04-28T01:02:03.0041Z',
    ],
    ...['2026-04-00T01:02:03.004Z', '２026-04-28T01:02:03.004Z', '+002026-04-28T01:02:03.004Z'],
  ])('%j is none', (text) => {
    expect(() => instant(text)).toThrow(TypeError);
  });
});

it('a tenant has a name', () => {
  for (const nobody of ['', undefined, null, 1]) expect(() => requireTenant(nobody as string)).toThrow();
  requireTenant('red');
});
