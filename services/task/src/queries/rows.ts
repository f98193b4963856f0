import type { TaskDocument } from '../projections/task-document';
import type { Names } from './names';
import type { TaskRow } from './shapes';

export function rowOf(task: TaskDocument, names: Names): TaskRow {
  const { organisationId, leadUnit, jointUnits, personId, leaderId, evidence, ...rest } = task;
  const { review: _review, standing: _standing, waived: _waived, shares, details, ...same } = rest;
  return {
    ...same,
    shares: [...shares],
    details: { ...details, extra: [...details.extra] },
    organisation: names.unit(organisationId),
    leadUnit: leadUnit === null ? null : names.unit(leadUnit),
    jointUnits: jointUnits.map(names.unit),
    person: personId === null ? null : names.person(personId),
    leader: leaderId === null ? null : names.person(leaderId),
    proofs: evidence.filter(({ removed }) => removed === null).length,
  };
}
