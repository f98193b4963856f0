import { documentMessages } from '@chuangwen/documents';
import { serviceModule, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Module, type DynamicModule } from '@nestjs/common';
import { AdministratorReset } from './accounts/administrator-reset';
import { Accounts, tenantOfAccount } from './accounts/accounts';
import { Credentials } from './accounts/credentials';
import { OneTimeCodes } from './accounts/one-time-codes';
import { PrincipalResolver } from './accounts/principal-resolver';
import { Sessions } from './accounts/sessions';
import { SetupLink } from './accounts/setup-link';
import { SignInThrottle } from './accounts/sign-in-throttle';
import { AddressBookHttp } from './address-book.http';
import { ImportsAtWork } from './address-book/at-work';
import { AddressBookImports } from './address-book/imports';
import { KnownAgencies } from './address-book/known';
import { RegisterRow } from './address-book/register-row';
import { AddPersonHandler } from './commands/add-person';
import { AppointPersonHandler } from './commands/appoint-person';
import { ChangePasswordHandler } from './commands/change-password';
import { CloseAccountHandler } from './commands/close-account';
import { CloseOrganisationHandler } from './commands/close-organisation';
import { EndAppointmentHandler } from './commands/end-appointment';
import { FoundOrganisationHandler } from './commands/found-organisation';
import { HandOutCodesHandler } from './commands/hand-out-codes';
import { ImportAddressBookHandler } from './commands/import-address-book';
import { MoveOrganisationHandler } from './commands/move-organisation';
import { OpenAccountHandler } from './commands/open-account';
import { RegisterTenantHandler } from './commands/register-tenant';
import { RenameOrganisationHandler } from './commands/rename-organisation';
import { ResetAdministratorHandler } from './commands/reset-administrator';
import { ResetPasswordHandler } from './commands/reset-password';
import { SetUpHandler } from './commands/set-up';
import { SignInHandler } from './commands/sign-in';
import { SignOutHandler } from './commands/sign-out';
import { UseOneTimeCodeHandler } from './commands/use-one-time-code';
import { VerifyTenantHandler } from './commands/verify-tenant';
import { identityMessages } from './messages';
import { Organisations } from './organisation/organisations';
import { OrganisationsHttp } from './organisations.http';
import { PeopleHttp } from './people.http';
import { People } from './person/people';
import { identityProjections } from './projections';
import { GetAddressBookImportHandler } from './queries/get-address-book-import';
import { GetMeHandler } from './queries/get-me';
import { GetPersonHandler } from './queries/get-person';
import { ListOrganisationsHandler } from './queries/list-organisations';
import { ListPeopleHandler } from './queries/list-people';
import { ListTenantsHandler } from './queries/list-tenants';
import { PreviewAddressBookHandler } from './queries/preview-address-book';
import { SessionsHttp } from './sessions.http';
import { SetupHttp } from './setup.http';
import { TenantArrivals } from './moving/arrivals';
import { MovingRegister } from './moving/register';
import { AgencyNames } from './tenant/agency-names';
import { TenantFounding } from './tenant/tenant-founding';
import { TenantsHttp } from './tenants.http';

/** Tenants, organisations, people and their posts; who may sign in. */
@Module({})
export class IdentityModule {
  static on(ports: ServicePorts, clock: Clock): DynamicModule {
    return serviceModule(IdentityModule, ports, clock, {
      ...identityProjections,
      controllers: [SetupHttp, SessionsHttp, TenantsHttp, AddressBookHttp, OrganisationsHttp, PeopleHttp],
      providers: [
        ...[SetUpHandler, SignInHandler, UseOneTimeCodeHandler, SignOutHandler, ChangePasswordHandler],
        ...[
          RegisterTenantHandler,
          VerifyTenantHandler,
          ListTenantsHandler,
          ResetAdministratorHandler,
          AdministratorReset,
        ],
        ...[PreviewAddressBookHandler, ImportAddressBookHandler, GetAddressBookImportHandler, HandOutCodesHandler],
        ...[AddressBookImports, ImportsAtWork, KnownAgencies, RegisterRow, OneTimeCodes],
        ...[FoundOrganisationHandler, RenameOrganisationHandler, MoveOrganisationHandler, CloseOrganisationHandler],
        ListOrganisationsHandler,
        ...[AddPersonHandler, AppointPersonHandler, EndAppointmentHandler],
        ...[OpenAccountHandler, ResetPasswordHandler, CloseAccountHandler],
        ...[ListPeopleHandler, GetPersonHandler, GetMeHandler],
        ...[Accounts, Credentials, PrincipalResolver, Sessions, SetupLink, SignInThrottle],
        ...[Organisations, People, AgencyNames, TenantFounding, TenantArrivals, MovingRegister],
      ],
      workflows: [],
      private: {
        account: { belongsTo: tenantOfAccount, last: true },
        'agency-name': 'goes',
        'codes-handed-out': 'goes',
        'address-book-at-work': 'stays',
        session: 'stays',
        // A code on paper works where it was handed out, and once.
        'one-time-code': 'stays',
        'sign-in-tries': 'stays',
        'sign-in-familiar': 'stays',
        setup: 'stays',
        // Of whoever is half taken in: with a whole installation only.
        arriving: { belongsTo: () => '' },
        move: 'stays',
      },
      messages: { ...documentMessages, ...identityMessages },
    });
  }
}
