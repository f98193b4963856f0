/** The levels of state secrets, as they are written: with blanks between the letters, in traditional characters. */
export const LEVEL = '秘 {0,4}密|[机機] {0,4}密|[绝絕] {0,4}密';
