/** The levels of state secrets, as they are written: with blanks between the letters, in traditional characters. */
export const LEVEL = '秘 {0,4}密|[机機] {0,4}密|[绝絕] {0,4}密';

/** With its star at the beginning of a line or a cell, perhaps behind a copy number or 密级. */
export const starred = new RegExp(`^(?:\\d{4,8} {1,8})?(?:密[级級] ?: ?)?(${LEVEL}) ?[★☆*]`);
/** With its star somewhere in it. What an office or a trade keeps secret the state does not. */
export const starredWithin = new RegExp(`(?<!(?:工作|商业) ?)(${LEVEL}) ?[★☆]`);
