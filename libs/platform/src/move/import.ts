import { INSTALLATION } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { killPoint } from '@chuangwen/ports';
import { checked, type Plan } from './arriving-check';
import { proved, viewsCaughtUp } from './arriving-proof';
import { keep, written } from './arriving-write';
import { contentsOf } from './contents';
import type { MoveTold } from './export';
import { WholeFile } from './file';
import { EVERYTHING, isEmpty, serviceOf, type Installation, type Placement } from './installation';
import { inTurn } from './turn';

export type ImportOrder = Readonly<{ file: string; passphrase: string; placement: Placement | null }>;

export type Imported = Readonly<{
  plan: Plan;
  /** Views in which others here addressed something to the tenant: compared without that. */
  others: readonly string[];
}>;

/**
 * Takes in what a file holds: first it is looked through and nothing is written; then the data; then all of it is read back and views are
 * compared; only then may anybody of it sign in. After a death it is done again from the beginning, and goes on where it was. Others may
 * work meanwhile, in any process. Throws RuleViolation `move.…`.
 */
export async function importTenant(into: Installation, order: ImportOrder, told: MoveTold): Promise<Imported> {
  const file = await WholeFile.open(order.file, order.passphrase);
  return inTurn(
    into,
    () => told({ step: 'turn', done: 0 }),
    (mustHold) =>
      takenIn(into, file, order.placement, (step) => {
        mustHold();
        told(step);
      }),
  );
}

async function takenIn(
  into: Installation,
  file: WholeFile,
  placement: Placement | null,
  told: MoveTold,
): Promise<Imported> {
  const { register, services } = into;
  const look = () => checked(into, file, placement, (done) => told({ step: 'check', done }));
  const found = await look();
  if (found.older) return { plan: found, others: [] };
  const who = found.scope ?? EVERYTHING;
  const plan = await closed(into, file, found, look);
  if (plan.older) return { plan, others: [] };
  killPoint('import-begun');
  await written(into, file, plan, (step, done) => told({ step, done }));
  await viewsCaughtUp(into, (done) => told({ step: 'views', done }));
  if (plan.erases + plan.erased > 0) await forgotten(into, plan);
  killPoint('import-seen');
  const others = await proved(into, file, plan, (done) => told({ step: 'proof', done }));
  killPoint('import-proved');
  if (plan.scope !== null && placement) await register.place(plan.scope, placement, file.sha256);
  for (const service of services) service.forget();
  killPoint('import-placed');
  await letIn(into, file, plan);
  await register.arrived(who);
  return { plan, others };
}

/**
 * Nobody of it does anything here from now on. What was done before that, while the file was looked through, must fit as well: else the
 * doors are opened again, unless an import that was broken off had closed them.
 */
async function closed(into: Installation, file: WholeFile, found: Plan, look: () => Promise<Plan>): Promise<Plan> {
  const { register } = into;
  const who = found.scope ?? EVERYTHING;
  const begun = (await register.arrivingFrom(who)) !== null;
  await register.arriving(who, file.sha256);
  try {
    if (found.scope === null && !begun && !(await isEmpty(into))) throw new RuleViolation('move.not-empty');
    const plan = found.here ? await look() : found;
    if (plan.older && !begun) await register.arrived(who);
    return plan;
  } catch (error) {
    if (!begun) await register.arrived(who);
    throw error;
  }
}

/** Views hold in the clear what a destroyed key had opened. */
async function forgotten({ services }: Installation, { scope }: Plan): Promise<void> {
  for (const { runtime } of services)
    for (const projector of runtime.projectors) await projector.rebuild(scope === null ? {} : { tenant: scope });
}

/** What waited for the outcome: accounts. */
async function letIn(into: Installation, file: WholeFile, { last }: Plan): Promise<void> {
  if (!last) return;
  for await (const content of contentsOf(file, last)) {
    if (content.is !== 'other' || content.head.is !== 'entry' || !content.head.last) continue;
    const { head } = content;
    const taken = head.tenant === INSTALLATION ? await into.register.inTheWay(head) : null;
    if (taken !== null) throw new RuleViolation('move.logins-taken', { logins: taken });
    await keep(serviceOf(into, head.service).runtime.ports.secrets, head);
    killPoint('import-let-in');
  }
}
