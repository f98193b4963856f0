import { agency, type Cases } from '../case';
import { campaignCases } from './campaign';
import { identityCases } from './identity';
import { reportingCases } from './reporting';
import { unused } from '../town';
import { taskCases } from './task';

/** By operationId. An operation without a case, or a case without an operation, fails the matrix. */
export const cases: Cases = { ...identityCases, ...campaignCases, ...taskCases, ...reportingCases };

/** Operations that the matrix can't ask in the same way as all others; each has its own tests. */
export const special: Readonly<Record<string, string>> = {
  'identity.setup.setUp': 'public, and only once in a data folder',
  'identity.sessions.signIn': 'public',
  'identity.sessions.useCode': 'public, with a one-time code',
  'identity.sessions.signOut': 'ends the session that asks',
  'identity.sessions.changePassword': 'of whoever asks, by their old one',
};

/** What those of them that have a body are asked with. */
export const specialCases: Cases = {
  'identity.setup.setUp': agency(async (_, { town, today }) => ({
    as: 'admin',
    body: {
      token: town.setupToken,
      office: { name: '桐泽市文明办', level: 'city', validFrom: today },
      administrator: { name: '汪若楠', telephone: '0913-5550101', login: unused(), password: '枫林晚照 62 级台阶' },
    },
  })),
  'identity.sessions.signIn': agency(async ({ people: { below } }) => ({
    as: 'below',
    body: { login: below.login, password: below.password },
  })),
  // Whoever uses a code is signed out everywhere, so it is nobody else's.
  'identity.sessions.useCode': agency(async ({ people }, { town }) => {
    const account = { login: unused(), password: '枫林晚照 62 级台阶' };
    await town.made(people.admin.session, '/api/identity/people', { name: '汪若楠', account });
    const session = await town.signIn(account.login, account.password);
    const { principal } = await town.told<{ principal: { account: string } }>(session, '/api/identity/me');
    return { as: 'below', body: { ...account, code: await town.codeFor(principal.account) } };
  }),
  'identity.sessions.changePassword': agency(async ({ people: { below } }) => ({
    as: 'below',
    body: { old: below.password, new: '枫林晚照 63 级台阶' },
  })),
};
