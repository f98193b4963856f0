import { RuleViolation } from '@chuangwen/kernel';

/** The refusal with the file that it speaks of, where it does not name it itself: people send several at once. */
export const named = ({ code, params }: RuleViolation, file: string): RuleViolation =>
  new RuleViolation(code, { file, ...params });
