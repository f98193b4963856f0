import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Health, registry, watchPage } from '@chuangwen/platform';
import { parse } from 'yaml';
import { namesIn } from './expressions';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const operations = read('docs/operations.md');
/** As a link to a heading has it. */
const anchors = [...operations.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
  title!
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .trim()
    .replaceAll(' ', '-'),
);

/** Made by whoever scrapes. */
const SCRAPER = { metrics: ['up'], labels: ['instance', 'job'] };
const known = new Map<string, readonly string[]>(SCRAPER.metrics.map((name) => [name, []]));

beforeAll(async () => {
  await watchPage('/metrics', new Health([])); // the process's own figures begin with the first look
  for (const metric of registry.getMetricsAsArray()) {
    const { name, labelNames = [], type } = metric as unknown as { name: string; labelNames?: string[]; type: string };
    known.set(name, labelNames);
    if (String(type) !== 'histogram') continue;
    for (const part of ['bucket', 'sum', 'count']) known.set(`${name}_${part}`, [...labelNames, 'le']);
  }
});

function faultsOf(expression: string): string[] {
  const { metrics, labels } = namesIn(expression);
  const of = metrics.flatMap((name) => known.get(name) ?? []);
  return [
    ...(metrics.length === 0 ? ['names no metric'] : []),
    ...metrics.filter((name) => !known.has(name)).map((name) => `no metric ${name}`),
    ...labels.filter((name) => ![...of, ...SCRAPER.labels].includes(name)).map((name) => `no label ${name}`),
  ];
}

type Rule = {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
};
const rules = (): Rule[] =>
  (parse(read('deploy/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  );

describe('an alarm', () => {
  it('goes by metrics and labels that there are', () =>
    expect(rules().map(({ alert, expr }) => [alert, faultsOf(expr)])).toEqual(rules().map(({ alert }) => [alert, []])));

  it('is explained, with what to do', () => {
    for (const { alert, annotations, labels } of rules()) {
      expect([alert, anchors.includes(annotations.runbook)]).toEqual([alert, true]);
      expect([alert, ['critical', 'warning', 'info'].includes(labels.severity), annotations.summary !== '']).toEqual([
        alert,
        true,
        true,
      ]);
    }
    expect(rules().length).toBeGreaterThan(10);
    expect(new Set(rules().map(({ alert }) => alert)).size).toBe(rules().length);
  });

  it('speaks in its summary of labels that it has', () => {
    for (const { alert, expr, annotations } of rules()) {
      const said = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, name]) => name!);
      const grouped = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? SCRAPER.labels;
      expect([alert, said.filter((name) => !grouped.includes(name))]).toEqual([alert, []]);
    }
  });
});

type Dashboard = { panels: { type: string; title: string; targets?: { expr: string; legendFormat: string }[] }[] };
describe.each(readdirSync(join(root, 'deploy/grafana')))('the dashboard %s', (file) => {
  const { panels } = JSON.parse(read(`deploy/grafana/${file}`)) as Dashboard;
  const targets = panels.flatMap(({ title, targets: of = [] }) => of.map((target) => ({ title, ...target })));

  it('goes by metrics and labels that there are', () => {
    expect(targets.length).toBeGreaterThan(15);
    expect(targets.flatMap(({ title, expr }) => faultsOf(expr).map((fault) => `${title}: ${fault}`))).toEqual([]);
  });

  it('shows every figure of our own', () => {
    const shown = new Set(targets.flatMap(({ expr }) => namesIn(expr).metrics));
    const ours = [...known.keys()].filter(
      (name) => name.startsWith('chuangwen_') && !/_(?:bucket|sum|count)$/.test(name),
    );
    const missing = ours.filter((name) => !shown.has(name) && !shown.has(`${name}_bucket`));
    // Whether the others could be read is for the alarm.
    expect(missing).toEqual(['chuangwen_unread_figures']);
  });
});

it('every figure of our own is explained', () => {
  const ours = [...known.keys()].filter(
    (name) => name.startsWith('chuangwen_') && !/_(?:bucket|sum|count)$/.test(name),
  );
  expect(ours.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
});

it('what is no metric, and what is no label, is found', () => {
  expect(faultsOf('sum by (servce) (rate(chuangwen_commands_totl{outcome="x"}[5m]))')).toEqual([
    'no metric chuangwen_commands_totl',
    'no label outcome',
    'no label servce',
  ]);
  expect(faultsOf('max by (service, le) (chuangwen_command_duration_seconds_bucket{command=~"Open.*"}) > 7e8')).toEqual(
    [],
  );
  expect(faultsOf('sumup(up)')).toEqual(['no metric sumup']);
});
