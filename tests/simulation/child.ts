import { LocalPlant, type Plant } from './plant';

/** The platform in a process of its own, so that it can be killed. */
export type ToChild = Readonly<{ id: number; call: keyof Plant | 'open'; args: readonly unknown[] }>;
export type FromChild = Readonly<{ id: number; answer: unknown } | { id: number; error: string } | { loaded: true }>;

let plant: LocalPlant | null = null;

async function run({ call, args }: ToChild): Promise<unknown> {
  if (call === 'open') {
    const [folder, at] = args as [string, number];
    plant = await LocalPlant.open(folder, at);
    return null;
  }
  if (!plant) throw new Error('not open yet');
  const method = plant[call].bind(plant) as (...args: readonly unknown[]) => Promise<unknown>;
  return method(...args);
}

const tell = (message: FromChild) => void process.send?.(message);

process.on('message', (message: ToChild) => {
  run(message).then(
    (answer) => tell({ id: message.id, answer }),
    (error: unknown) => tell({ id: message.id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.on('disconnect', () => process.exit(1)); // never outlives its parent
tell({ loaded: true });
