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
    cc,
  } = notice;
  const title_ = title && !title.warnings.some(({ code }) => code === 'title.guessed');
  // A newsletter of the campaign has none of these parts, and is one of its papers all the same.
  const ours = (notice.text.slice(0, 4000).match(/创建|文明|志愿|测评|创城|创文/g)?.length ?? 0) >= 4;
  const any = ours || title_ || docNumber || leadingGroup || guidingThought || goals || issuedOn;
  if (!any && [addressees, attachments, phases, measures, requirements, tasks, cc].every((list) => list.length === 0))
    throw new RuleViolation('notice.nothing-recognised');
}
