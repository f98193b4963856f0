import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startProxy, type Proxy } from './proxy';
import { startServices } from './stub';

/** Where the proxy speaks https itself. */
let services: Awaited<ReturnType<typeof startServices>>;
let proxy: Proxy;
let folder: string;
let ca: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chuangwen-tls-'));
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...made, ...named, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  ca = readFileSync(certificate);
  services = await startServices();
  proxy = await startProxy({
    CHUANGWEN_SERVICES: services.setting,
    CHUANGWEN_TLS_CERTIFICATE: certificate,
    CHUANGWEN_TLS_KEY: key,
  });
});
afterAll(async () => {
  await proxy?.stop();
  await services?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (headers: RequestOptions['headers'] = {}): Promise<string> =>
  new Promise((resolve, reject) =>
    get(`${proxy.url}/api/task/tasks`, { ca, headers }, (answer) => resolve(text(answer))).on('error', reject),
  );

it('services are told that it is safe, whatever a client says of it', async () => {
  expect(await ask({ 'x-chuangwen-secure': '0', 'x-forwarded-proto': 'http' })).toBe('task');
  expect(services.task.last.headers).toMatchObject({ 'x-chuangwen-secure': '1', 'x-chuangwen-source': '127.0.0.1' });
});
