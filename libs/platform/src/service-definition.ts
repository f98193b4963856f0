import type { EventContract } from '@chuangwen/contracts';
import type { Provider, Type } from '@nestjs/common';
import type { Catalogue } from './http/messages';
import type { Schedule } from './schedule';
import type { View } from './view';
import type { Workflow } from './workflow';

/**
 * What becomes of a kind of private entries when a tenant moves to another installation: of the tenant's own ones all go or none; of
 * those of `$installation`, the ones that belong to it. `last`: only once everything else is there and proved.
 */
export type WhenMoved = 'goes' | 'stays' | Readonly<{ belongsTo: (value: unknown) => string; last?: true }>;

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
  /** Each kind of private entries that it keeps. */
  private?: Readonly<Record<string, WhenMoved>>;
  messages: Catalogue;
}>;
