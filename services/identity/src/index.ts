export { PrincipalResolver } from './accounts/principal-resolver';
export { SESSION_COOKIE, sessionOf } from './accounts/sessions';
export { SetupLink } from './accounts/setup-link';
export { IdentityModule } from './identity.module';
