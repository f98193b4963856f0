import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chart, lint, render, validate, valuesOf } from './tools';

jest.setTimeout(900_000);

const partsOf = (rendered: string, kind: string) =>
  rendered.split(/^---$/m).filter((part) => new RegExp(`^kind: ${kind}$`, 'm').test(part));
const nameOf = (part: string) => /^metadata:\n {2}name: (\S+)$/m.exec(part)?.[1];
const processes = (rendered: string) => [...partsOf(rendered, 'Deployment'), ...partsOf(rendered, 'Job')];

describe.each([
  ['least', 26],
  ['whole', 28],
  ['open', 14],
])('the chart with %s', (name, resources) => {
  let rendered: string;
  beforeAll(async () => {
    rendered = await render(valuesOf(name));
  });

  it('is well formed, and Kubernetes knows every field', async () => {
    await lint(valuesOf(name));
    expect(await validate(rendered)).toEqual({ valid: resources, wrong: [] });
  });

  it('runs every process as nobody in particular, with nothing to write and its share of memory', () => {
    const parts = processes(rendered);
    expect(parts.map(nameOf).sort()).toEqual(
      ['campaign', 'identity', 'proxy', 'reporting', 'setup', 'site', 'task'].map((part) => `tongze-chuangwen-${part}`),
    );
    for (const part of parts)
      for (const wanted of [
        'runAsNonRoot: true',
        'readOnlyRootFilesystem: true',
        'allowPrivilegeEscalation: false',
        'drop: [ALL]',
        'type: RuntimeDefault',
        'automountServiceAccountToken: false',
        /limits:\n +memory: \d/,
      ])
        expect(part).toMatch(wanted);
  });

  it('takes secrets from files of the Secret that it is told of, and holds none', () => {
    expect(partsOf(rendered, 'Secret')).toEqual([]);
    for (const part of processes(rendered).filter((one) => /name: SERVICE, value: (?!site)/.test(one))) {
      expect(part).toContain('secret: { secretName: chuangwen, defaultMode: 0440 }');
      expect(part).toContain('name: CHUANGWEN_MASTER_KEY_FILE, value: /run/secrets/chuangwen/master-key');
      expect(part).not.toMatch(/CHUANGWEN_(SECRET|MASTER_KEY),/);
    }
  });
});

describe('what is reached from where', () => {
  it('services by the proxy and the site alone, the proxy by everybody', async () => {
    const policies = partsOf(await render(valuesOf('least')), 'NetworkPolicy');
    expect(policies.map(nameOf).sort()).toEqual(
      ['campaign', 'identity', 'reporting', 'setup', 'site', 'task'].map((part) => `tongze-chuangwen-${part}`),
    );
    const from = (part: string) =>
      [...part.matchAll(/^ {14}app.kubernetes.io\/component: (\S+)/gm)].map(([, who]) => who);
    const allowed = Object.fromEntries(policies.map((part) => [nameOf(part)?.replace(/.*-/, ''), from(part)]));
    const both = ['proxy', 'site'];
    expect(allowed).toEqual({
      campaign: both,
      identity: both,
      reporting: both,
      task: both,
      site: ['proxy'],
      setup: [],
    });
  });

  it('also by who reads metrics, and the proxy by whom it is said', async () => {
    const policies = partsOf(await render(valuesOf('whole')), 'NetworkPolicy');
    const names = (peer: string) =>
      policies.filter((part) => part.includes(peer)).map((part) => nameOf(part)!.replace(/.*-/, ''));
    expect(names('kubernetes.io/metadata.name: monitoring').sort()).toEqual([
      'campaign',
      'identity',
      'reporting',
      'task',
    ]);
    expect(names('kubernetes.io/metadata.name: ingress')).toEqual(['proxy']);
  });

  it('the proxy is the one that is tried here, and finds services by their names in full', async () => {
    const rendered = (await render(valuesOf('least'))).replace(/^ +$/gm, '');
    for (const file of ['nginx.conf', 'problems.conf', 'start.sh']) {
      const text = readFileSync(join(chart, '../../proxy', file), 'utf8');
      const indented = text.replace(/^(?=.)/gm, '    ');
      expect(rendered).toContain(indented);
    }
    expect(rendered).toContain('task=http://tongze-chuangwen-task.office.svc.cluster.local:8420');
  });

  it('addresses of engines come from the Secret where none is said', async () => {
    const [least, whole] = [await render(valuesOf('least')), await render(valuesOf('whole'))];
    expect(least).toContain('name: CHUANGWEN_MONGO_FILE, value: /run/secrets/chuangwen/mongo');
    expect(whole).toContain(
      'name: CHUANGWEN_MONGO, value: "mongodb://mongo-0.example,mongo-1.example/?replicaSet=rs0"',
    );
    expect(whole).not.toContain('CHUANGWEN_MONGO_FILE');
  });
});

describe('what is refused', () => {
  it.each([
    ['no secret', ['--set', 'secretName='], 'secretName'],
    ['no image', ['--set', 'image.repository='], 'image.repository'],
    ['a tag that yaml reads as a number', ['--set', 'image.tag=2'], 'image.tag'],
    ['a service that there is none of', ['--set', 'services.volunteer.replicas=1'], 'volunteer'],
    ['a value misspelt', ['--set', 'engines.mongodb=mongodb://x'], 'mongodb'],
    ['an ingress without a host', ['--set', 'ingress.enabled=true'], 'ingress.host'],
  ])('%s', async (_what, set, why) => {
    await expect(render(valuesOf('least'), chart, ...set)).rejects.toThrow(why);
  });

  it.each([
    ['a field misspelt', 'readinessProbe:', 'readynessProbe:', 'readynessProbe'],
    ['a field at the wrong place', 'terminationGracePeriodSeconds: 30', 'replicas: 30', 'replicas'],
    ['a value of another type', 'containerPort: 8420', 'containerPort: http', 'containerPort'],
    ['a kind that there is none of', 'kind: Deployment', 'kind: Deploymint', 'Deploymint'],
  ])('by kubeconform: %s', async (_what, right, broken, why) => {
    const folder = mkdtempSync(join(tmpdir(), 'chuangwen-chart-'));
    cpSync(chart, folder, { recursive: true, dereference: true });
    for (const name of ['_helpers.tpl', 'services.yaml']) {
      const file = join(folder, 'templates', name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(right, broken));
    }
    const { wrong } = await validate(await render(valuesOf('least'), folder));
    rmSync(folder, { recursive: true, force: true });
    expect(wrong.join()).toContain(why);
  });
});
