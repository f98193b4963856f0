import { identityContracts } from '@chuangwen/contracts';
import { organisationsView, peopleView, serviceModule, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Module, type DynamicModule } from '@nestjs/common';
import { Accounts } from './accounts/accounts';
import { Credentials } from './accounts/credentials';
import { PrincipalResolver } from './accounts/principal-resolver';
import { Sessions } from './accounts/sessions';
import { SetupLink } from './accounts/setup-link';
import { SignInThrottle } from './accounts/sign-in-throttle';
import { AddPersonHandler } from './commands/add-person';
import { AppointPersonHandler } from './commands/appoint-person';
import { ChangePasswordHandler } from './commands/change-password';
import { CloseAccountHandler } from './commands/close-account';
import { CloseOrganisationHandler } from './commands/close-organisation';
import { EndAppointmentHandler } from './commands/end-appointment';
import { FoundOrganisationHandler } from './commands/found-organisation';
import { MoveOrganisationHandler } from './commands/move-organisation';
import { OpenAccountHandler } from './commands/open-account';
import { RegisterTenantHandler } from './commands/register-tenant';
import { RenameOrganisationHandler } from './commands/rename-organisation';
import { ResetPasswordHandler } from './commands/reset-password';
import { SetUpHandler } from './commands/set-up';
import { SignInHandler } from './commands/sign-in';
import { SignOutHandler } from './commands/sign-out';
import { VerifyTenantHandler } from './commands/verify-tenant';
import { identityMessages } from './messages';
import { Organisations } from './organisation/organisations';
import { OrganisationsHttp } from './organisations.http';
import { PeopleHttp } from './people.http';
import { People } from './person/people';
import { GetMeHandler } from './queries/get-me';
import { GetPersonHandler } from './queries/get-person';
import { ListOrganisationsHandler } from './queries/list-organisations';
import { ListPeopleHandler } from './queries/list-people';
import { ListTenantsHandler } from './queries/list-tenants';
import { SessionsHttp } from './sessions.http';
import { SetupHttp } from './setup.http';
import { TenantFounding } from './tenant/tenant-founding';
import { TenantsHttp } from './tenants.http';

/** Tenants, organisations, people and their posts; who may sign in. */
@Module({})
export class IdentityModule {
  static on(ports: ServicePorts, clock: Clock): DynamicModule {
    return serviceModule(IdentityModule, ports, clock, {
      contracts: identityContracts,
      controllers: [SetupHttp, SessionsHttp, TenantsHttp, OrganisationsHttp, PeopleHttp],
      providers: [
        ...[SetUpHandler, SignInHandler, SignOutHandler, ChangePasswordHandler],
        ...[RegisterTenantHandler, VerifyTenantHandler, ListTenantsHandler],
        ...[FoundOrganisationHandler, RenameOrganisationHandler, MoveOrganisationHandler, CloseOrganisationHandler],
        ListOrganisationsHandler,
        ...[AddPersonHandler, AppointPersonHandler, EndAppointmentHandler],
        ...[OpenAccountHandler, ResetPasswordHandler, CloseAccountHandler],
        ...[ListPeopleHandler, GetPersonHandler, GetMeHandler],
        ...[Accounts, Credentials, PrincipalResolver, Sessions, SetupLink, SignInThrottle],
        ...[Organisations, People, TenantFounding],
      ],
      views: [organisationsView, peopleView],
      workflows: [],
      messages: identityMessages,
    });
  }
}
