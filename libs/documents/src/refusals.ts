import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from './notice';

/** A text in which not one part of a notice was found is something else. A title that was only guessed is not a part. */
export function requireSomething(notice: Notice): void {
  if (notice.text.trim() === '') throw new RuleViolation('notice.file-empty');
  const {
    title,
    docNumber,
    addressees,
    attachments,
    leadingGroup,
    phases,
    measures,
    requirements,
    tasks,
    guidingThought,
    goals,
    issuedOn,
    issuer,
    cc,
  } = notice;
  const title_ = title && !title.warnings.some(({ code }) => code === 'title.guessed');
  const any = title_ || docNumber || leadingGroup || guidingThought || goals || (issuer && issuedOn);
  if (!any && [addressees, attachments, phases, measures, requirements, tasks, cc].every((list) => list.length === 0))
    throw new RuleViolation('notice.nothing-recognised');
}
