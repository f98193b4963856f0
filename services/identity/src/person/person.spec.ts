import { given, NotFound } from '@chuangwen/kernel';
import type { Known } from '../organisation/known';
import type { Span } from './administrators';
import type { PersonCommand } from './command';
import { personDecider } from './person';
import { validOn, type Appointment, type PersonEvent } from './state';

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
const appointed = {
  type: 'person.appointed',
  data: { personId: 'p1', ...head, inCharge: [] },
} satisfies PersonEvent;
const opened: PersonEvent = { type: 'account.opened', data: { personId: 'p1', accountId: 'acc' } };
const closed: PersonEvent = { type: 'account.closed', data: { personId: 'p1', accountId: 'acc', reason: '调离' } };
const relieved = {
  type: 'person.relieved',
  data: { personId: 'p1', appointmentId: 'a1', validTo: '2026-06-30', successor: 'p2' },
} satisfies PersonEvent;

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
    ...{ today: '2026-05-01', management: { root: 'root', others: [] } },
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
  it('calls off what has not begun yet, and then it can be held anew', () => {
    const called: PersonEvent = { type: 'person.relieved', data: { ...relieved.data, validTo: '2025-12-20' } };
    given(personDecider, registered, appointed)
      .when(end({ today: '2025-12-20', validTo: '2025-12-20' }))
      .then(called);
    given(personDecider, registered, appointed, called)
      .when({ type: 'appoint', appointment: { ...head, appointmentId: 'a2', validFrom: '2025-12-01' }, at: section })
      .then({
        type: 'person.appointed',
        data: { personId: 'p1', ...head, appointmentId: 'a2', inCharge: [], validFrom: '2025-12-01' },
      });
  });
  it('can be brought forward', () =>
    given(personDecider, registered, appointed, relieved)
      .when(end({ validTo: '2026-05-31' }))
      .then({ type: 'person.relieved', data: { ...relieved.data, validTo: '2026-05-31' } }));
  it('is refused later than agreed', () =>
    given(personDecider, registered, appointed, relieved)
      .when(end({ validTo: '2026-07-31' }))
      .thenRefused('appointment.ended-already'));
  it.each(['p3', null])('is refused with another successor (%s) than said before', (successor) =>
    given(personDecider, registered, appointed, relieved)
      .when(end({ successor }))
      .thenRefused('appointment.ended-already'),
  );
  it('says who takes over at the end of a fixed term', () =>
    given(personDecider, registered, { ...appointed, data: { ...appointed.data, validTo: '2026-06-30' } })
      .when(end())
      .then(relieved));
  it('is refused where the same post is held again by then', () => {
    const again = { ...appointed.data, appointmentId: 'a0', validFrom: '2026-03-01' };
    given(personDecider, registered, appointed, { type: 'person.appointed', data: again })
      .when(end())
      .thenRefused('appointment.held-already');
  });
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

describe('the last administrator', () => {
  const post = { ...head, inCharge: [], organisationId: 'root', post: 'administrator' as const };
  const administrator: PersonEvent[] = [
    registered,
    { type: 'person.appointed', data: { personId: 'p1', ...post } },
    opened,
  ];
  const end = (...others: Span[]): PersonCommand => ({
    ...{ type: 'relieve', appointmentId: 'a1', validTo: '2026-06-30', successor: 'p2', by: 'p2' },
    ...{ today: '2026-06-30', management: { root: 'root', others } },
  });
  const close = (...others: Span[]): PersonCommand => ({
    ...{ type: 'close-account', reason: '调离', today: '2026-06-30' },
    management: { root: 'root', others },
  });
  const [always, today] = [
    { from: '2026-01-01', to: '9999-12-31' },
    { from: '2026-01-01', to: '2026-06-30' },
  ];
  it('goes when another one stays', () =>
    given(personDecider, ...administrator)
      .when(end(always))
      .then(relieved));
  it('goes when others follow on one another', () =>
    given(personDecider, ...administrator)
      .when(end(today, { from: '2026-07-01', to: '9999-12-31' }))
      .then(relieved));
  it('is kept when the other one leaves the same day', () =>
    given(personDecider, ...administrator)
      .when(end(today))
      .thenRefused('appointment.last-administrator'));
  it('is kept when the other one begins a day too late', () =>
    given(personDecider, ...administrator)
      .when(end(today, { from: '2026-07-02', to: '9999-12-31' }))
      .thenRefused('appointment.last-administrator'));
  it('who cannot sign in is none', () =>
    given(personDecider, ...administrator.slice(0, 2))
      .when(end())
      .then(relieved));
  it('keeps the account', () =>
    given(personDecider, ...administrator)
      .when(close(today))
      .thenRefused('appointment.last-administrator'));
  it('may lose it when another one stays', () =>
    given(personDecider, ...administrator)
      .when(close(always))
      .then(closed));
});

describe('closing an account', () => {
  const close: PersonCommand = {
    ...{ type: 'close-account', reason: '调离', today: '2026-06-30' },
    management: { root: 'root', others: [] },
  };
  it('is done with a reason', () => given(personDecider, registered, opened).when(close).then(closed));
  it('is silent the second time', () => given(personDecider, registered, opened, closed).when(close).thenNothing());
  it('is refused where there is none', () => given(personDecider, registered).when(close).thenRefused('account.none'));
  it('leaves room for another account', () =>
    given(personDecider, registered, opened, closed)
      .when({ type: 'open-account', accountId: 'other' })
      .then({ type: 'account.opened', data: { personId: 'p1', accountId: 'other' } }));
  it('is not undone by the command that opened it', () =>
    given(personDecider, registered, opened, closed).when({ type: 'open-account', accountId: 'acc' }).thenNothing());
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
