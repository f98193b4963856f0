import { post } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { caller } from './fakes/sample';
import { inSight, overseerScope, permit, policy } from './policy';
import type { Principal } from './principal';

const signedIn = (posts: Principal['posts'], office = false) =>
  caller('c-1', { principal: { account: 'a', person: 'li', tenant: 'bureau', office, root: 'bureau-root', posts } });
const refused = (act: () => unknown) => expect(act).toThrow(expect.objectContaining({ code: 'policy.not-permitted' }));

describe('Permission', () => {
  it('is given in the right of a post, which then stands with the deed', () => {
    const li = signedIn([
      { post: 'member', organisation: 'unit-1' },
      { post: 'section-head', organisation: 'unit-2' },
    ]);
    expect(permit(li, 'task.assign', 'unit-2').actor).toEqual({
      kind: 'person',
      id: 'li',
      post: 'section-head',
      organisation: 'unit-2',
    });
  });

  it('is refused to a post that does not have it, and to nobody’s post', () => {
    refused(() => permit(signedIn([{ post: 'member', organisation: 'unit-1' }]), 'task.assign', 'unit-1'));
    refused(() => permit(signedIn([]), 'task.read'));
  });

  it('is refused at another organisation, and when none is named', () => {
    const head = signedIn([{ post: 'section-head', organisation: 'unit-2' }]);
    refused(() => permit(head, 'task.assign', 'unit-1'));
    refused(() => permit(head, 'task.assign'));
    expect(permit(head, 'task.assign', 'unit-1', 'unit-2').actor.organisation).toBe('unit-2');
  });

  it('at the root is not given by the same post below it', () => {
    refused(() => permit(signedIn([{ post: 'clerk', organisation: 'unit-1' }]), 'notice.import', 'unit-1'));
    expect(permit(signedIn([{ post: 'clerk', organisation: 'bureau-root' }]), 'notice.import').actor.post).toBe(
      'clerk',
    );
  });

  it('of an office is not given to the same post elsewhere', () => {
    const administrator = [{ post: 'administrator', organisation: 'bureau-root' }] as const;
    refused(() => permit(signedIn([...administrator]), 'agency.register'));
    expect(() => permit(signedIn([...administrator], true), 'agency.register')).not.toThrow();
  });

  it('is not asked of workflows and jobs', () => {
    const flow = caller('c-1');
    expect(permit(flow, 'task.assign', 'unit-1')).toBe(flow);
  });

  it.each(Object.entries(policy))('%s is given to posts that exist, each once', (_, { posts }) => {
    expect(posts.filter((each) => !post.options.includes(each))).toEqual([]);
    expect(new Set(posts).size).toBe(posts.length);
    expect(posts.length).toBeGreaterThan(0);
  });
});

describe('The scope of overseers', () => {
  it('is the caller’s own tenant and those it oversees, for an office', () => {
    expect(overseerScope(signedIn([], true), ['street']).tenants).toEqual(['bureau', 'street']);
  });

  it('is only its own for anybody else', () => {
    expect(overseerScope(signedIn([]), ['street']).tenants).toEqual(['bureau']);
    expect(overseerScope(caller('c-1'), ['street']).tenants).toEqual(['bureau']);
  });

  it('does not exist without a tenant', () => {
    expect(() => overseerScope(caller('c-1', { tenant: '' }), ['street'])).toThrow(NotFound);
  });
});

describe('Sight', () => {
  it('from the tenant’s own organisation reaches every unit', () => {
    expect(inSight(signedIn([{ post: 'clerk', organisation: 'bureau-root' }]), 'task.read', 'unit-1')).toBe(true);
  });

  it('from a unit reaches what concerns it, not its sibling’s nor what is above', () => {
    const liaison = signedIn([{ post: 'liaison', organisation: 'unit-1' }]);
    expect(inSight(liaison, 'task.read', 'unit-2', 'unit-1')).toBe(true);
    expect(inSight(liaison, 'task.read', 'unit-2')).toBe(false);
    expect(inSight(liaison, 'task.read', 'bureau-root')).toBe(false);
    expect(inSight(liaison, 'task.read', null)).toBe(false);
  });

  it('is not given by a post that may not read, and not asked of workflows', () => {
    const administrator = signedIn([{ post: 'administrator', organisation: 'bureau-root' }]);
    expect(inSight(administrator, 'task.read', 'unit-1')).toBe(false);
    expect(inSight(caller('c-1'), 'task.read', 'unit-1')).toBe(true);
  });
});
