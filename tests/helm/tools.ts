import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installed, runTool, systemProgram } from '../engines/install';
import { schemasOf } from './schemas';

const exec = promisify(execFile);

/** All of them from the Go modules, installed once on a machine. */
const versions = {
  helm: 'helm.sh/helm/v3/cmd/helm@v3.16.4',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.6.7',
  kubernetes: 'k8s.io/kubernetes@v1.31.4',
} as const;
const kubernetes = versions.kubernetes.split('@v')[1]!;

export const chart = resolve(__dirname, '../../deploy/helm/chuangwen');
export const valuesOf = (name: string): string => join(__dirname, 'values', `${name}.yaml`);

const go = () => systemProgram('go', 'golang-go', 'helm, kubeconform', 'Go');

async function program(name: 'helm' | 'kubeconform'): Promise<string> {
  const from = versions[name];
  const folder = await installed(name, from, async (made) => runTool(await go(), ['install', from], { GOBIN: made }));
  return join(folder, name);
}

/** Where kubeconform finds the shapes of Kubernetes' own resources, made from the OpenAPI document of its release. */
async function schemas(): Promise<string> {
  const folder = await installed('kubernetes-schemas', `${versions.kubernetes} 1`, async (made) => {
    const { stdout } = await exec(await go(), ['mod', 'download', '-json', versions.kubernetes], { cwd: made });
    const { Dir } = JSON.parse(stdout) as { Dir: string };
    const openApi = JSON.parse(readFileSync(join(Dir, 'api/openapi-spec/swagger.json'), 'utf8')) as Parameters<
      typeof schemasOf
    >[0];
    for (const [name, schema] of schemasOf(openApi)) writeFileSync(join(made, name), JSON.stringify(schema));
  });
  return join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
}

/** @throws Error with what helm said */
export async function lint(values: string, of = chart): Promise<void> {
  await runTool(await program('helm'), ['lint', '--strict', '--kube-version', kubernetes, of, '-f', values]);
}

/** The chart as it would be sent to a cluster. @throws Error with what helm said */
export async function render(values: string, of = chart, ...set: readonly string[]): Promise<string> {
  const args = ['template', 'tongze', of, '--namespace', 'office', '--kube-version', kubernetes, '-f', values];
  try {
    const { stdout } = await exec(await program('helm'), [...args, ...set], { maxBuffer: 1 << 26 });
    return stdout;
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr ?? String(error));
  }
}

type Result = Readonly<{ kind: string; name: string; status: string; msg: string }>;

/** What is wrong with each resource; nothing of a kind that is not known is passed over. */
export async function validate(rendered: string): Promise<{ valid: number; wrong: string[] }> {
  const args = ['-strict', '-output', 'json', '-verbose', '-schema-location', await schemas(), '-'];
  const conform = exec(await program('kubeconform'), args, { maxBuffer: 1 << 26 });
  conform.child.stdin?.end(rendered);
  const { stdout } = await conform.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  const { resources } = JSON.parse(stdout) as { resources: Result[] };
  const wrong = resources.filter(({ status }) => status !== 'statusValid');
  return {
    valid: resources.length - wrong.length,
    wrong: wrong.map(({ kind, name, status, msg }) => `${kind} ${name}: ${status} ${msg}`),
  };
}
