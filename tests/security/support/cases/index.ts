import type { Cases } from '../case';
import { campaignCases } from './campaign';
import { identityCases } from './identity';
import { reportingCases } from './reporting';
import { taskCases } from './task';

/** By operationId. An operation without a case, or a case without an operation, fails the matrix. */
export const cases: Cases = { ...identityCases, ...campaignCases, ...taskCases, ...reportingCases };

/** Operations that the matrix can't ask in the same way as all others; each has its own tests. */
export const special: Readonly<Record<string, string>> = {
  'identity.setup.setUp': 'public, and only once in a data folder',
  'identity.sessions.signIn': 'public',
  'identity.sessions.signOut': 'ends the session that asks',
  'identity.sessions.changePassword': 'of whoever asks, by their old one',
};
