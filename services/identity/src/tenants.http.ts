import { id } from '@chuangwen/contracts';
import { ApiCommand, ApiQueryRoute, ApiRoute, From, tokenQuery, tokensOf, type Caller } from '@chuangwen/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { RegisterTenant, registerTenantBody } from './commands/register-tenant';
import { ResetAdministrator, resetAdministratorBody } from './commands/reset-administrator';
import { VerifyTenant } from './commands/verify-tenant';
import { ListTenants, tenantRow } from './queries/list-tenants';

const listQuery = z.strictObject(tokenQuery);
/** Ids of the tenant, its root organisation and its administrator. */
export const foundedTenant = z
  .object({ id: z.string(), organisation: z.string(), administrator: z.string() })
  .meta({ id: 'FoundedTenant' });

/** Told once; only its hash is kept. */
const issuedCode = z
  .object({ login: z.string(), code: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: 'IssuedCode' });

@Controller('tenants')
export class TenantsHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiCommand('登记参创单位或下级文明办，连同它的管理员', foundedTenant)
  @Post()
  register(@From() caller: Caller, @Body({ schema: registerTenantBody }) body: z.infer<typeof registerTenantBody>) {
    return this.commands.execute(new RegisterTenant(caller, body));
  }

  @ApiQueryRoute('本单位和所辖单位', z.array(tenantRow))
  @Get()
  list(@From() caller: Caller, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.queries.execute(new ListTenants(caller, tokensOf(query)));
  }

  @ApiCommand('核实一个单位（由直接上级文明办）')
  @Post(':id/verification')
  verify(@From() caller: Caller, @Param('id', { schema: id }) tenantId: string) {
    return this.commands.execute(new VerifyTenant(caller, tenantId));
  }

  @ApiRoute('给下级单位忘记密码的管理员一个一次性登录码（由直接上级文明办，只显示一次，一天内有效）', {
    status: 200,
    answer: issuedCode,
    problems: [
      [400, '填写有误'],
      [401, '未登录'],
      [403, '岗位无权'],
      [404, '没有，或不属于本单位'],
      [422, '规则不允许'],
    ],
  })
  @HttpCode(200)
  @Post(':id/administrator-code')
  resetAdministrator(
    @From() caller: Caller,
    @Param('id', { schema: id }) tenantId: string,
    @Body({ schema: resetAdministratorBody }) body: z.infer<typeof resetAdministratorBody>,
  ) {
    return this.commands.execute(new ResetAdministrator(caller, tenantId, body));
  }
}
