import type { ReportHead } from '@chuangwen/contracts';
import type { Reviewer } from './state';

/** `submission`: the one that was looked at, by its number; absent: not said. */
type Seen = Readonly<{ by: Reviewer; submission?: number | undefined }>;

export type ReportCommand =
  | Readonly<{ type: 'open'; reportId: string; head: ReportHead; asOf: string }>
  | Readonly<{ type: 'remark'; item: string; text: string | null }>
  | Readonly<{ type: 'submit'; asOf: string; snapshot: Readonly<{ sha256: string; size: number }> }>
  | Readonly<{ type: 'withdraw'; reason: string }>
  /** `known`: the items of the submission. */
  | (Seen &
      Readonly<{
        type: 'return-items';
        items: readonly Readonly<{ item: string; reason: string }>[];
        known: readonly string[];
      }>)
  | (Seen & Readonly<{ type: 'accept' }>)
  | (Seen & Readonly<{ type: 'receive' }>)
  | Readonly<{ type: 'lock'; by: Reviewer }>
  | Readonly<{ type: 'unlock'; by: Reviewer; reason: string }>;
