import { post } from '@chuangwen/contracts';
import { isHeldOn, nameOn, type OrganisationEntry, type PersonEntry } from '@chuangwen/platform';
import { z } from 'zod';

export const postRow = z
  .object({
    id: z.string(),
    post,
    organisation: z.string(),
    organisationName: z.string(),
    inCharge: z.array(z.string()),
    validFrom: z.string(),
    validTo: z.string().nullable(),
  })
  .meta({ id: 'HeldPost' });

export const personRow = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The name, told apart from namesakes by the organisation. */
    label: z.string(),
    posts: z.array(postRow),
  })
  .meta({ id: 'Person' });

export type PersonRow = z.infer<typeof personRow>;

/** `organisations`: of the tenant, by id. `on`: the day whose names and posts are meant; null posts: all ever held. */
export function personRowOf(
  person: PersonEntry,
  organisations: ReadonlyMap<string, OrganisationEntry>,
  on: string,
  posts: 'held' | 'all',
): PersonRow {
  const named = person.appointments
    // One that was called off before its first day was never held.
    .filter((held) => held.validTo === null || held.validFrom <= held.validTo)
    .filter((held) => posts === 'all' || isHeldOn(held, on))
    .map(({ appointmentId, organisationId, post, inCharge, validFrom, validTo }) => {
      const entry = organisations.get(organisationId);
      const organisationName = entry ? nameOn(entry, on) : '';
      return {
        id: appointmentId,
        post,
        organisation: organisationId,
        organisationName,
        inCharge: [...inCharge],
        validFrom,
        validTo,
      };
    });
  return { id: person.personId, name: person.name, label: person.name, posts: named };
}

/** 王伟（市容管理科） and 王伟（督查考评科）: people of one name are shown with where they stand. */
export function toldApart(people: readonly PersonRow[]): PersonRow[] {
  const namesakes = new Map<string, number>();
  for (const { name } of people) namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
  return people.map((person) => {
    const where = person.posts[0]?.organisationName;
    return (namesakes.get(person.name) ?? 0) > 1 && where ? { ...person, label: `${person.name}（${where}）` } : person;
  });
}
