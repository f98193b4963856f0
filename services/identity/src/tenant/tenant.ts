import {
  INSTALLATION,
  type StreamRef,
  type TenantPlaced,
  type TenantRegistered,
  type TenantVerified,
} from '@chuangwen/contracts';
import { RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

export type TenantEvent = TenantRegistered | TenantPlaced | TenantVerified;
export type TenantDetails = TenantRegistered['data'];
export type Level = NonNullable<TenantDetails['level']>;

export type TenantCommand =
  /** `above`: the level of the office that registers it; null for the first office of the installation. */
  | { type: 'register'; tenant: TenantDetails; above: Level | null }
  /** It came from another installation: under these offices, nearest first. `as`: what it is here; null: what it was. */
  | { type: 'place'; overseers: readonly string[]; above: Level | null; as: TenantDetails['kind'] | null }
  /** `by`: the tenant that confirms. */
  | { type: 'verify'; by: string };

export type Tenant = { status: 'unknown' } | ({ status: 'registered' | 'verified' } & TenantDetails);

const initialState = (): Tenant => ({ status: 'unknown' });

function evolve(tenant: Tenant, event: TenantEvent): Tenant {
  if (event.type === 'tenant.registered') return { status: 'registered', ...event.data };
  if (event.type === 'tenant.placed') {
    const { before: _before, ...details } = event.data;
    return { ...tenant, status: 'registered', ...details };
  }
  return tenant.status === 'unknown' ? tenant : { ...tenant, status: 'verified' };
}

function decide(tenant: Tenant, command: TenantCommand): TenantEvent[] {
  switch (command.type) {
    case 'register': {
      const { tenant: details, above } = command;
      if (tenant.status !== 'unknown') {
        if (same(tenant, details)) return [];
        throw new RuleViolation('tenant.exists');
      }
      if (!details.name.trim()) throw new RuleViolation('tenant.name-empty');
      mustFit(details, above);
      return [{ type: 'tenant.registered', data: details }];
    }
    case 'place': {
      if (tenant.status === 'unknown') throw new RuleViolation('tenant.not-directly-above');
      const { tenantId, organisationId, name, overseers: before } = tenant;
      const kind = command.as ?? tenant.kind;
      const level = kind === 'agency' ? null : tenant.level;
      const overseers = [...command.overseers];
      if (kind === tenant.kind && String(overseers) === String(before)) return [];
      const placed = { tenantId, organisationId, name, kind, level, overseers };
      mustFit(placed, command.above);
      return [{ type: 'tenant.placed', data: { ...placed, before } }];
    }
    case 'verify':
      if (tenant.status === 'unknown' || tenant.overseers[0] !== command.by)
        throw new RuleViolation('tenant.not-directly-above');
      if (tenant.status === 'verified') return [];
      return [{ type: 'tenant.verified', data: { tenantId: tenant.tenantId } }];
  }
}

const downwards: readonly Level[] = ['province', 'city', 'district'];
const lower = (level: Level, above: Level) => downwards.indexOf(level) > downwards.indexOf(above);

function mustFit({ kind, level }: Pick<TenantDetails, 'kind' | 'level'>, above: Level | null): void {
  if (kind !== 'office') return;
  if (!level) throw new RuleViolation('tenant.level-missing');
  if (above && !lower(level, above)) throw new RuleViolation('tenant.level-not-lower');
}

const same = (a: TenantDetails, b: TenantDetails) =>
  a.tenantId === b.tenantId && a.organisationId === b.organisationId && a.name === b.name && a.kind === b.kind;

export const tenantDecider: Decider<Tenant, TenantCommand, TenantEvent> = { initialState, evolve, decide };

/** Stream `tenant-ID` of `$installation`: known to the tenant itself and to every office above, and to those that no longer are. */
export const tenantAggregate: Aggregate<Tenant, TenantCommand, TenantEvent> = {
  kind: 'tenant@1',
  decider: tenantDecider,
  audience: (event, tenant) =>
    tenant.status === 'unknown'
      ? []
      : [tenant.tenantId, ...tenant.overseers, ...(event.type === 'tenant.placed' ? event.data.before : [])],
};

export const tenantStream = (tenantId: string): StreamRef => ({ tenant: INSTALLATION, stream: `tenant-${tenantId}` });
