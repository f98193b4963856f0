import type { World } from '../world';

/** One thing that people do, or that happens to the platform. */
export type Step = Readonly<{
  name: string;
  /** How often it is drawn, beside the others. */
  weight: number;
  /** Says what was done; null: it can't be done as things stand, and another is drawn. */
  run(world: World): Promise<string | null>;
}>;
