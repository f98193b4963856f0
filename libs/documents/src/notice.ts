/** Where something stands: offsets in UTF-16 units into `Notice.text`, `end` exclusive. */
export type Place = { start: number; end: number };

/** Something a clerk should look at; its words are `noticeWarnings[code]`, filled with `params`. */
export type Warning = { code: string; params?: Record<string, string | number> };

/** One thing understood. `inferred` (推定): concluded by the program, not literally in the source. */
export type Understood<T> = { value: T; place: Place | null; inferred: boolean; warnings: Warning[] };

/** A numbered item. `number` as it stands in the source (`（一）`, `1.`), null where the source lost it. */
export type Item = {
  number: string | null;
  title: Understood<string>;
  /** What follows the title, without the children; paragraphs divided by a line feed. */
  text: Understood<string> | null;
  responsible: Understood<string> | null;
  /** Who works with the one responsible (配合): named beside a lead, each by itself. */
  joint: Understood<string>[];
  /** `YYYY-MM-DD`, `YYYY-MM`, or `--MM-DD`, `--MM` where no year can be known. */
  deadline: Understood<string> | null;
  phase: string | null;
  children: Item[];
};

export type LeadingGroup = {
  leader: Understood<string> | null;
  executiveDeputies: Understood<string>[];
  deputies: Understood<string>[];
  members: Understood<string>[];
  office: Understood<string> | null;
};

/** `start` and `end` are dates as in `Item.deadline`; null where the source does not say. */
export type Phase = {
  name: Understood<string>;
  start: Understood<string> | null;
  end: Understood<string> | null;
  text: Understood<string> | null;
};

export type Task = {
  number: string | null;
  /** The first line is the task; a list that hangs on it follows line by line. */
  text: Understood<string>;
  responsible: Understood<string> | null;
  joint: Understood<string>[];
  deadline: Understood<string> | null;
  /** The words of the deadline, where they say more than the date. */
  rawDeadline: string | null;
  phase: string | null;
};

export type Notice = {
  /** The decoded plain text that places point into. */
  text: string;
  title: Understood<string> | null;
  planTitle: Understood<string> | null;
  docNumber: Understood<string> | null;
  issuer: Understood<string> | null;
  issuedOn: Understood<string> | null;
  guidingThought: Understood<string> | null;
  goals: Understood<string> | null;
  cc: Understood<string>[];
  addressees: Understood<string>[];
  attachments: Understood<string>[];
  leadingGroup: LeadingGroup | null;
  phases: Phase[];
  measures: Item[];
  requirements: Item[];
  tasks: Task[];
  /** What concerns the document as a whole. */
  warnings: Warning[];
};
