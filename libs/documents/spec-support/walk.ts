import type { Item, Notice, Understood } from '../src';

type Said = { path: string; one: Understood<string> };

/** Everything understood in a notice, with where in it. */
export function allUnderstood(notice: Notice): Said[] {
  const out: Said[] = [];
  const put = (path: string, one: Understood<string> | null | undefined) => void (one && out.push({ path, one }));
  for (const key of ['title', 'planTitle', 'docNumber', 'issuer', 'issuedOn', 'guidingThought', 'goals'] as const)
    put(key, notice[key]);
  for (const key of ['cc', 'addressees', 'attachments'] as const)
    notice[key].forEach((one, i) => put(`${key}.${i}`, one));
  const group = notice.leadingGroup;
  put('leader', group?.leader);
  put('office', group?.office);
  for (const key of ['executiveDeputies', 'deputies', 'members'] as const)
    group?.[key].forEach((one, i) => put(`${key}.${i}`, one));
  notice.phases.forEach(({ name, start, end, text }, i) => {
    put(`phases.${i}.name`, name);
    put(`phases.${i}.start`, start);
    put(`phases.${i}.end`, end);
    put(`phases.${i}.text`, text);
  });
  const items = (path: string, list: readonly Item[]): void =>
    list.forEach((item, i) => {
      for (const key of ['title', 'text', 'responsible', 'deadline'] as const) put(`${path}.${i}.${key}`, item[key]);
      item.joint.forEach((one, k) => put(`${path}.${i}.joint.${k}`, one));
      items(`${path}.${i}`, item.children);
    });
  items('measures', notice.measures);
  items('requirements', notice.requirements);
  notice.tasks.forEach(({ text, responsible, joint, deadline }, i) => {
    joint.forEach((one, k) => put(`tasks.${i}.joint.${k}`, one));
    put(`tasks.${i}.text`, text);
    put(`tasks.${i}.responsible`, responsible);
    put(`tasks.${i}.deadline`, deadline);
  });
  return out;
}

const isDate = (value: string): boolean => /^(?:\d{4}|-)-\d\d(?:-\d\d)?$/.test(value);

/**
 * What is wrong with the places, as sentences; empty when every value stands where its place says. A value may have lost
 * line ends and noise, and gained a 、 between two lines, but never a character that is not there.
 */
export function misplaced(notice: Notice): string[] {
  return allUnderstood(notice).flatMap(({ path, one: { value, place, inferred } }) => {
    if (!place) return inferred ? [] : [`${path} has no place and is not inferred`];
    if (!(0 <= place.start && place.start < place.end && place.end <= notice.text.length))
      return [`${path} lies outside the text`];
    const source = notice.text.slice(place.start, place.end);
    if (isDate(value))
      return /[\d一二三四五六七八九十]/.test(source) ? [] : [`${path}: no date in ${source.slice(0, 40)}`];
    return isWithin(value, source) ? [] : [`${path}: ${value.slice(0, 40)} is not in ${source.slice(0, 60)}`];
  });
}

/** Whether the characters of `value` stand in `source` in this order. */
function isWithin(value: string, source: string): boolean {
  let at = 0;
  for (const c of value.replace(/[\s、]/g, '')) {
    at = source.indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
