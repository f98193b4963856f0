export type { Item, LeadingGroup, Notice, Phase, Place, Task, Understood, Warning } from './notice';
export type { Limits } from './file/limits';
export { fill, noticeRefusals, noticeWarnings, type Words } from './catalogue';
export { readNotice } from './read-notice';
export { readNoticeFile } from './file/read-file';
export { toInterchange } from './interchange';
export { toPage } from './page';
