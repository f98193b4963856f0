export { AdministratorReset, type IssuedCode } from './accounts/administrator-reset';
export { introduce } from './accounts/introduction';
export { OneTimeCodes } from './accounts/one-time-codes';
export { PrincipalResolver } from './accounts/principal-resolver';
export { SESSION_COOKIE, sessionOf } from './accounts/sessions';
export { SECURE_HEADER, SOURCE_HEADER } from './accounts/source';
export { SetupLink } from './accounts/setup-link';
export { IdentityModule } from './identity.module';
