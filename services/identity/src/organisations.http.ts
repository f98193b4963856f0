import { day, id } from '@chuangwen/contracts';
import { ApiCommand, ApiQueryRoute, From, madeId, tokenQuery, tokensOf, type Caller } from '@chuangwen/platform';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { CloseOrganisation, closeOrganisationBody } from './commands/close-organisation';
import { FoundOrganisation, foundOrganisationBody } from './commands/found-organisation';
import { MoveOrganisation, moveOrganisationBody } from './commands/move-organisation';
import { RenameOrganisation, renameOrganisationBody } from './commands/rename-organisation';
import { ListOrganisations, organisationRow } from './queries/list-organisations';

const listQuery = z.strictObject({ ...tokenQuery, on: day.optional() });

@Controller('organisations')
export class OrganisationsHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiCommand('设立科室或局属单位', madeId)
  @Post()
  found(@From() caller: Caller, @Body({ schema: foundOrganisationBody }) body: z.infer<typeof foundOrganisationBody>) {
    return this.commands.execute(new FoundOrganisation(caller, body));
  }

  @ApiQueryRoute('某日的单位树', z.array(organisationRow))
  @Get()
  list(@From() caller: Caller, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.queries.execute(new ListOrganisations(caller, query.on ?? null, tokensOf(query)));
  }

  @ApiCommand('更名')
  @Post(':id/name')
  rename(
    @From() caller: Caller,
    @Param('id', { schema: id }) organisationId: string,
    @Body({ schema: renameOrganisationBody }) body: z.infer<typeof renameOrganisationBody>,
  ) {
    return this.commands.execute(new RenameOrganisation(caller, organisationId, body));
  }

  @ApiCommand('调整隶属')
  @Post(':id/place')
  move(
    @From() caller: Caller,
    @Param('id', { schema: id }) organisationId: string,
    @Body({ schema: moveOrganisationBody }) body: z.infer<typeof moveOrganisationBody>,
  ) {
    return this.commands.execute(new MoveOrganisation(caller, organisationId, body));
  }

  @ApiCommand('撤销、合并或拆分')
  @Post(':id/closure')
  close(
    @From() caller: Caller,
    @Param('id', { schema: id }) organisationId: string,
    @Body({ schema: closeOrganisationBody }) body: z.infer<typeof closeOrganisationBody>,
  ) {
    return this.commands.execute(new CloseOrganisation(caller, organisationId, body));
  }
}
