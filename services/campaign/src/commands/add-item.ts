import { permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField, itemFields } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

export const addItemBody = z.strictObject({
  title: itemFields.title,
  /** The item that it is a point of. */
  above: idField.nullable().default(null),
  number: itemFields.number.default(null),
  text: itemFields.text.default(null),
  phaseId: itemFields.phaseId.default(null),
  deadline: itemFields.deadline.default(null),
  evidenceWanted: itemFields.evidenceWanted.default(null),
  responsible: itemFields.responsible.default(null),
  joint: itemFields.joint.default([]),
});

export class AddItem extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof addItemBody>,
  ) {
    super();
  }
}

@CommandHandler(AddItem)
export class AddItemHandler implements ICommandHandler<AddItem> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: AddItem) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const base = await this.desk.base(caller, plan.parent);
    const { responsible, joint, ...fields } = body;
    const item = { itemId: uuidFrom(caller.commandId, 'item'), ...fields, ...(joint.length > 0 ? { joint } : {}) };
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'add-item', item, responsible, base }, acting, () => ({
      id: item.itemId,
    }));
  }
}
