import { day, id } from '@chuangwen/contracts';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  From,
  madeId,
  tokenQuery,
  tokensOf,
  type Caller,
} from '@chuangwen/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AddPerson, addPersonBody } from './commands/add-person';
import { AppointPerson, appointPersonBody } from './commands/appoint-person';
import { CloseAccount, closeAccountBody } from './commands/close-account';
import { EndAppointment, endAppointmentBody } from './commands/end-appointment';
import { OpenAccount, openAccountBody } from './commands/open-account';
import { ResetPassword, resetPasswordBody } from './commands/reset-password';
import { GetPerson, personPage } from './queries/get-person';
import { ListPeople } from './queries/list-people';
import { personRow } from './queries/people';

const listQuery = z.strictObject({ ...tokenQuery, on: day.optional() });
const oneQuery = z.strictObject(tokenQuery);
/** Ids of the person and, in the order given, of the appointments. */
const addedPerson = z.object({ id: z.string(), appointments: z.array(z.string()) }).meta({ id: 'AddedPerson' });

@Controller('people')
export class PeopleHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiCommand('登记一个人，连同任职和账号', addedPerson)
  @Post()
  add(@From() caller: Caller, @Body({ schema: addPersonBody }) body: z.infer<typeof addPersonBody>) {
    return this.commands.execute(new AddPerson(caller, body));
  }

  @ApiQueryRoute('本单位的人和岗位', z.array(personRow))
  @Get()
  list(@From() caller: Caller, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.queries.execute(new ListPeople(caller, query.on ?? null, tokensOf(query)));
  }

  @ApiQueryRoute('一个人和历来的岗位', personPage)
  @Get(':id')
  one(
    @From() caller: Caller,
    @Param('id', { schema: id }) personId: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
  ) {
    return this.queries.execute(new GetPerson(caller, personId, tokensOf(query)));
  }

  @ApiCommand('任职', madeId)
  @Post(':id/appointments')
  appoint(
    @From() caller: Caller,
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: appointPersonBody }) body: z.infer<typeof appointPersonBody>,
  ) {
    return this.commands.execute(new AppointPerson(caller, personId, body));
  }

  @ApiCommand('结束任职，可写明接任的人')
  @Post(':id/appointments/:appointment/end')
  end(
    @From() caller: Caller,
    @Param('id', { schema: id }) personId: string,
    @Param('appointment', { schema: id }) appointmentId: string,
    @Body({ schema: endAppointmentBody }) body: z.infer<typeof endAppointmentBody>,
  ) {
    return this.commands.execute(new EndAppointment(caller, personId, appointmentId, body));
  }

  @ApiCommand('开账号')
  @Post(':id/account')
  openAccount(
    @From() caller: Caller,
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: openAccountBody }) body: z.infer<typeof openAccountBody>,
  ) {
    return this.commands.execute(new OpenAccount(caller, personId, body));
  }

  @ApiRoute('由管理员重设密码，该账号随即全部退出登录', {
    status: 204,
    problems: [
      [400, '填写有误'],
      [401, '未登录'],
      [403, '岗位无权'],
      [404, '没有，或不属于本单位'],
      [422, '规则不允许'],
    ],
  })
  @HttpCode(204)
  @Post(':id/account/password')
  resetPassword(
    @From() caller: Caller,
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: resetPasswordBody }) body: z.infer<typeof resetPasswordBody>,
  ) {
    return this.commands.execute(new ResetPassword(caller, personId, body));
  }

  @ApiCommand('停用账号，随即全部退出登录')
  @Post(':id/account/closure')
  closeAccount(
    @From() caller: Caller,
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: closeAccountBody }) body: z.infer<typeof closeAccountBody>,
  ) {
    return this.commands.execute(new CloseAccount(caller, personId, body));
  }
}
