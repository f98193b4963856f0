/** Two titles that differ only by width, spaces, brackets and units are of one column. */
export const titleKey = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/[(（][^()（）]{0,12}[)）]$/u, '')
    .replace(/[\s:：*＊]/gu, '')
    .toLowerCase();

/** What names the organisation or the line itself and is in every table; asking for it again burdens nobody. */
export const isCommon = (title: string): boolean =>
  /^(序号|单位|单位名称|名称|填报单位|单位全称|联系人|填报人|联系电话|电话|手机|备注|填报日期|日期|说明)$/.test(
    titleKey(title),
  );

/** 2026-04-10 as 4月10日. */
export const dayInWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

/** To be pasted into a group chat: who owes what, and since when. Nothing is sent. */
export function reminderText(
  request: Readonly<{ title: string; basis: string }>,
  missing: readonly Readonly<{ name: string; deadline: string }>[],
  today: string,
): string {
  const byDay = [...Map.groupBy(missing, ({ deadline }) => deadline)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = byDay.map(([deadline, those]) => {
    const late =
      deadline < today ? `（已逾期，应于${dayInWords(deadline)}前报送）` : `（${dayInWords(deadline)}前报送）`;
    return `${late}${those.map(({ name }) => name).join('、')}`;
  });
  return [
    `【报送提醒】${request.title}`,
    `依据：${request.basis}`,
    `截至${dayInWords(today)}，还有${missing.length}家未报：`,
    ...lines,
    '请尽快在创文平台“报送事项”中填报；如有困难请与我们联系延期。',
  ].join('\n');
}
