import { KILL_POINTS } from '@chuangwen/ports';
import type { Dice } from './dice';
import { FarPlant, Killed } from './far-plant';
import { LocalPlant, type Plant } from './plant';

/** Opens the platform on the seed's folder, again and again. */
export type Plants = Readonly<{
  open(at: number): Promise<Plant>;
  /** Dies after so many milliseconds, whatever it does then; null: it runs in this process and can't. */
  kill: ((afterMs: number) => void) | null;
}>;

export const localPlants = (folder: string): Plants => ({ open: (at) => LocalPlant.open(folder, at), kill: null });

/** Passages of a place before the process dies there, at most. */
const PASSAGES = 40;
const BIRTHS = 6;

/** Every other process is to die at a named place sooner or later. */
export function killedPlants(folder: string, dice: Dice): Plants {
  let plant: FarPlant | null = null;
  return {
    async open(at) {
      for (let birth = 1; ; birth += 1) {
        const doomed = dice.oneIn(2) && birth < BIRTHS;
        plant = new FarPlant(doomed ? `${dice.one(KILL_POINTS)}@${dice.between(1, PASSAGES)}` : '');
        try {
          return await plant.open(folder, at);
        } catch (error) {
          if (!(error instanceof Killed) || birth === BIRTHS) throw error;
        }
      }
    },
    kill(afterMs) {
      const victim = plant;
      setTimeout(() => victim?.kill(), afterMs);
    },
  };
}
