import { createHmac } from 'node:crypto';
import { PrincipalTickets, type Principal } from './principal';

const li: Principal = {
  account: 'a-1',
  person: 'li',
  tenant: 'bureau',
  office: false,
  root: 'bureau-root',
  posts: [{ post: 'clerk', organisation: 'bureau-root' }],
};
const secret = new Uint8Array(32).fill(7);
const tickets = new PrincipalTickets(secret);
const now = new Date('2026-04-28T01:00:00.000Z');
const after = (ms: number) => new Date(now.getTime() + ms);

describe('A ticket', () => {
  const ticket = tickets.issue(li, now);
  const [body, signature] = ticket.split('.') as [string, string];
  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

  it('brings the principal inside, for a minute', () => {
    expect(tickets.verify(ticket, after(59_999))).toEqual(li);
    expect(tickets.verify(ticket, after(60_000))).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['no signature', body],
    ['an empty one', `${body}.`],
    ['a shorter one', `${body}.${signature.slice(1)}`],
    ['something behind', `${ticket}.x`],
    ['a padded signature', `${ticket}=`],
    ['another tenant', `${forged({ until: 9e15, principal: { ...li, tenant: 'street' } })}.${signature}`],
    ['the signature of nothing', `.${signature}`],
  ])('is refused: %s', (_, text) => {
    expect(tickets.verify(text, now)).toBeNull();
  });

  it('is the same for some seconds, of the same person with the same posts', () => {
    expect(tickets.issue({ ...li }, after(4_999))).toBe(ticket);
    const later = tickets.issue(li, after(5_000));
    expect(later).not.toBe(ticket);
    expect(tickets.verify(later, after(64_999))).toEqual(li);
    expect(tickets.issue({ ...li, posts: [] }, now)).not.toBe(ticket);
  });

  it('of another secret is refused', () => {
    expect(new PrincipalTickets(new Uint8Array(32)).verify(ticket, now)).toBeNull();
  });

  it('signed by us but of a shape that is not known is no session', () => {
    const odd = forged({ until: 9e15, principal: { ...li, superuser: true } });
    const signed = createHmac('sha256', secret).update(odd).digest('base64url');
    expect(tickets.verify(`${odd}.${signed}`, now)).toBeNull();
  });

  it('is not signed with a secret that could be guessed', () => {
    expect(() => new PrincipalTickets(new Uint8Array(0))).toThrow(/32 bytes/);
  });
});
