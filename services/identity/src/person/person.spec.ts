import { given, NotFound } from '@chuangwen/kernel';
import type { Known } from '../organisation/known';
import { personDecider, validOn, type Appointment, type PersonCommand, type PersonEvent } from './person';

const section: Known = {
  status: 'open',
  organisationId: 'section',
  kind: 'section',
  founded: '2024-01-01',
  names: [{ name: '法规科', validFrom: '2024-01-01' }],
  places: [{ tree: 'line', parent: 'root', validFrom: '2024-01-01' }],
};
const closedSection: Known = { ...section, status: 'closed', validTo: '2027-12-31' };

const head: Appointment = {
  appointmentId: 'a1',
  organisationId: 'section',
  post: 'section-head',
  inCharge: [],
  validFrom: '2026-01-01',
  validTo: null,
};
const registered: PersonEvent = {
  type: 'person.registered',
  data: { personId: 'p1', name: '沈知微', telephone: null },
};
const appointed: PersonEvent = { type: 'person.appointed', data: { personId: 'p1', ...head, inCharge: [] } };
const opened: PersonEvent = { type: 'account.opened', data: { personId: 'p1', accountId: 'acc' } };
const relieved: PersonEvent = {
  type: 'person.relieved',
  data: { personId: 'p1', appointmentId: 'a1', validTo: '2026-06-30', successor: 'p2' },
};

describe('registering a person', () => {
  const register: PersonCommand = {
    type: 'register',
    personId: 'p1',
    name: '沈知微',
    telephone: null,
    appointments: [{ appointment: head, at: section }],
    accountId: 'acc',
  };
  it('comes with posts and account in one go', () =>
    given(personDecider).when(register).then(registered, appointed, opened));
  it('may go without both', () =>
    given(personDecider)
      .when({ ...register, appointments: [], accountId: null })
      .then(registered));
  it('is refused the second time', () => given(personDecider, registered).when(register).thenRefused('person.exists'));
  it('is refused without a name', () =>
    given(personDecider)
      .when({ ...register, name: ' ' })
      .thenRefused('person.name-empty'));
  it('is refused whole when a post is', () =>
    given(personDecider)
      .when({ ...register, appointments: [{ appointment: head, at: closedSection }] })
      .thenRefused('appointment.organisation-closed'));
});

describe('appointing', () => {
  const appoint = (change: Partial<Appointment> = {}, at: Known = section): PersonCommand => ({
    type: 'appoint',
    appointment: { ...head, ...change },
    at,
  });
  it('records the post', () => given(personDecider, registered).when(appoint()).then(appointed));
  it('is silent when it comes again', () =>
    given(personDecider, registered, appointed).when(appoint({}, closedSection)).thenNothing());
  it('is refused at a closed organisation', () =>
    given(personDecider, registered).when(appoint({}, closedSection)).thenRefused('appointment.organisation-closed'));
  it('is refused before the organisation was founded', () =>
    given(personDecider, registered)
      .when(appoint({ validFrom: '2023-12-31' }))
      .thenRefused('appointment.before-organisation'));
  it('is refused when it ends before it begins', () =>
    given(personDecider, registered)
      .when(appoint({ validTo: '2025-12-31' }))
      .thenRefused('appointment.ends-before-start'));
  it('is refused when the post is held then', () =>
    given(personDecider, registered, appointed)
      .when(appoint({ appointmentId: 'a2', validFrom: '2026-05-01' }))
      .thenRefused('appointment.held-already'));
  it('is possible again after the last day', () =>
    given(personDecider, registered, appointed, relieved)
      .when(appoint({ appointmentId: 'a2', validFrom: '2026-07-01' }))
      .then({
        type: 'person.appointed',
        data: { personId: 'p1', ...head, appointmentId: 'a2', inCharge: [], validFrom: '2026-07-01' },
      }));
  it('is not found for a person that is not there', () =>
    expect(() => given(personDecider).when(appoint()).thenNothing()).toThrow(NotFound));
});

describe('ending a post', () => {
  const end = (change: Partial<Extract<PersonCommand, { type: 'relieve' }>> = {}): PersonCommand => ({
    ...{ type: 'relieve', appointmentId: 'a1', validTo: '2026-06-30', successor: 'p2', by: 'p9' },
    ...change,
  });
  const administrator: PersonEvent = {
    type: 'person.appointed',
    data: { personId: 'p1', ...head, inCharge: [], post: 'administrator' },
  };
  it('names its last day and who takes it over', () =>
    given(personDecider, registered, appointed).when(end()).then(relieved));
  it('is silent the second time', () =>
    given(personDecider, registered, appointed, relieved).when(end()).thenNothing());
  it('is refused before it began', () =>
    given(personDecider, registered, appointed)
      .when(end({ validTo: '2025-12-31' }))
      .thenRefused('appointment.ends-before-start'));
  it('is refused when the person succeeds itself', () =>
    given(personDecider, registered, appointed)
      .when(end({ successor: 'p1' }))
      .thenRefused('appointment.successor-self'));
  it('is refused to an administrator about their own', () =>
    given(personDecider, registered, administrator)
      .when(end({ by: 'p1' }))
      .thenRefused('appointment.own-administrator'));
  it('is done by another administrator', () =>
    given(personDecider, registered, administrator).when(end()).then(relieved));
  it('is not found for a post that is not there', () =>
    expect(() => given(personDecider, registered).when(end()).thenNothing()).toThrow(NotFound));
});

describe('opening an account', () => {
  it('is done once', () =>
    given(personDecider, registered).when({ type: 'open-account', accountId: 'acc' }).then(opened));
  it('is silent when it comes again', () =>
    given(personDecider, registered, opened).when({ type: 'open-account', accountId: 'acc' }).thenNothing());
  it('is refused a second account', () =>
    given(personDecider, registered, opened)
      .when({ type: 'open-account', accountId: 'other' })
      .thenRefused('account.exists'));
});

it('a post is held from its first to its last day, both included', () => {
  const held = { ...head, validTo: '2026-06-30' };
  const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
  expect(days.map((day) => validOn(held, day))).toEqual([false, true, true, false]);
  expect(validOn(head, '2099-01-01')).toBe(true);
});

it('the state holds no name, for it may be kept as a snapshot', () => {
  const state = [registered, appointed, opened].reduce(personDecider.evolve, personDecider.initialState());
  expect(JSON.stringify(state)).not.toContain('沈知微');
});
