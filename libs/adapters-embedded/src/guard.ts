/** Tenant is an explicit argument of every call; absent means refusal. */
export function requireTenant(tenant: string): void {
  if (typeof tenant !== 'string' || tenant === '') throw new Error('A storage call without a tenant is refused');
}

/** Milliseconds of an ISO 8601 instant in UTC with milliseconds; anything else is refused, so that it reads back the same. */
export function instant(iso: string): number {
  const at = Date.parse(iso);
  if (Number.isNaN(at) || new Date(at).toISOString() !== iso)
    throw new TypeError(`Not an instant in UTC with milliseconds: ${iso}`);
  return at;
}
