import { Clock, PRINCIPAL_HEADER, type InternalRoutes, type PrincipalTickets } from '@chuangwen/platform';
import { PrincipalResolver } from './principal-resolver';
import { sessionOf } from './sessions';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The signed ticket under which whoever sent these headers is known to the services; null: nobody is signed in. */
export async function introduce(
  headers: Headers,
  principals: PrincipalResolver,
  tickets: PrincipalTickets,
  clock: Clock,
): Promise<string | null> {
  const session = sessionOf(headers);
  const principal = session ? await principals.resolve(session) : null;
  return principal && tickets.issue(principal, clock.now());
}

/** What a proxy asks before each request: the answer is always 204, with the ticket as a header where somebody is signed in. */
export const principalRoute: InternalRoutes = (server, app, tickets) => {
  server.get('/internal/principal', async (request, reply) => {
    const ticket = await introduce(request.headers, app.get(PrincipalResolver), tickets, app.get(Clock));
    if (ticket) void reply.header(PRINCIPAL_HEADER, ticket);
    return reply.code(204).send();
  });
};
