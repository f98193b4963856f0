import { PRINCIPAL_HEADER, PrincipalTickets, type Principal } from '@chuangwen/platform';
import type { Place } from './town';

/** As the front door would say it of the administrator of a place. */
export const principalOf = ({ tenant, root, people, key }: Place): Principal => ({
  account: people.admin.id,
  person: people.admin.id,
  tenant,
  office: key === 'office' || key === 'district',
  root,
  posts: (['administrator', 'clerk'] as const).map((post) => ({ post, organisation: root })),
});

/** Everything by which a client might try to pass for somebody else. */
export function spoofed(place: Place): Record<string, string> {
  const somebody = new PrincipalTickets(Buffer.alloc(32, 9)).issue(principalOf(place), new Date());
  const names = ['x-user', 'x-user-id', 'x-person', 'x-principal', 'x-forwarded-user', 'x-remote-user', 'remote-user'];
  return {
    [PRINCIPAL_HEADER]: somebody,
    ...Object.fromEntries(names.map((name) => [name, place.people.admin.id])),
    'x-tenant-id': place.tenant,
    'x-tenant': place.tenant,
    'x-organisation': place.root,
    'x-internal': 'true',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'localhost',
    'x-forwarded-proto': 'https',
    'x-real-ip': '127.0.0.1',
    'x-original-url': '/api/identity/sessions',
    'x-rewrite-url': '/api/identity/sessions',
    'x-http-method-override': 'GET',
    forwarded: 'for=127.0.0.1;host=localhost',
    via: '1.1 front-door',
  };
}
