import { nameOn, type OrganisationEntry, type TenantEntry } from '@chuangwen/platform';

/** What its own organisation is called on that day; until that is known, the name it was registered under. */
export const tenantNameOn = (
  { name }: TenantEntry,
  root: TenantEntry | OrganisationEntry | null,
  on: string,
): string => (root?.is === 'organisation' ? nameOn(root, on) : name);
