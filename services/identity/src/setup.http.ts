import { ApiCommand, Public } from '@chuangwen/platform';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { SetUp, setUpBody } from './commands/set-up';
import { foundedTenant } from './tenants.http';

@Controller('setup')
export class SetupHttp {
  constructor(private readonly commands: CommandBus) {}

  @Public()
  @ApiCommand('用首次设置链接建立第一个文明办和管理员', foundedTenant)
  @Post()
  setUp(@Body({ schema: setUpBody }) body: z.infer<typeof setUpBody>) {
    return this.commands.execute(new SetUp(body));
  }
}
