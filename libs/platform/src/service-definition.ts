import type { EventContract } from '@chuangwen/contracts';
import type { Provider, Type } from '@nestjs/common';
import type { Catalogue } from './http/messages';
import type { Schedule } from './schedule';
import type { View } from './view';
import type { Workflow } from './workflow';

/** A service's table of contents: every handler by name. */
export type ServiceDefinition = Readonly<{
  /** Every contract it writes or hears. */
  contracts: readonly EventContract[];
  controllers: readonly Type[];
  /** Command and query handlers, and whatever they need. */
  providers: readonly Provider[];
  views: readonly View[];
  workflows: readonly Workflow[];
  schedules?: readonly Schedule[];
  messages: Catalogue;
}>;
