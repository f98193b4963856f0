import { randomBytes } from 'node:crypto';
import type { GenerationRow } from './schemas';

/** Without `/`, which ends it in a part's name. */
export const newName = (): string => randomBytes(8).toString('base64url');

/** One build of a view, as the view's head names it. */
export class Generation {
  private readonly lent: ReadonlyMap<string, string>;

  constructor(readonly row: GenerationRow) {
    this.lent = new Map(row.lent.map(({ tenant, token }) => [tenant, token]));
  }

  static anew(generation: number): Generation {
    return new Generation({ generation, token: newName(), fence: newName(), lent: [] });
  }

  tokenOf(tenant: string): string {
    return this.lent.get(tenant) ?? this.row.token;
  }

  part(tenant: string): string {
    return `${this.tokenOf(tenant)}/${tenant}`;
  }

  /** null: it is of another generation, or the place of one that was lent. */
  tenantOf(part: string): string | null {
    const at = part.indexOf('/');
    const tenant = part.slice(at + 1);
    return part.slice(0, at) === this.tokenOf(tenant) ? tenant : null;
  }

  /** Filters that find every part, and some that `tenantOf` tells apart. */
  get everyPart(): { part: { $gte: string; $lt: string } | { $in: string[] } }[] {
    const lent = [...this.lent.keys()].map((tenant) => this.part(tenant));
    return [{ part: ledBy(this.row.token) }, ...(lent.length > 0 ? [{ part: { $in: lent } }] : [])];
  }
}

/** Parts that a token leads; `0` follows `/`. */
export const ledBy = (token: string) => ({ $gte: `${token}/`, $lt: `${token}0` });
