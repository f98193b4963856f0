import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Controller, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import type { Caller } from '../caller';
import { memoryPorts } from '../fakes/inspection';
import { StoppedClock } from '../fakes/sample';
import { PRINCIPAL_HEADER, PrincipalTickets } from '../principal';
import { serviceModule } from '../service';
import { httpApplication } from './app';
import { From } from './caller.guard';
import { ApiUpload, uploaded, uploadedFiles, type HttpRequest } from './upload';

const tickets = new PrincipalTickets(new Uint8Array(32).fill(1));
const clock = new StoppedClock();
let waited: ((caller: Caller) => void) | null = null;

const form = z.object({ again: z.literal('true').optional() });

@Controller()
class FilesHttp {
  @ApiUpload()
  @Post('one')
  async one(@Req() request: HttpRequest) {
    const upload = await uploaded(request, 2 ** 20);
    const pieces = await upload?.content.toArray();
    return { bytes: Buffer.concat((pieces ?? []) as Buffer[]).length };
  }

  @ApiUpload()
  @Post('many')
  async many(@Req() request: HttpRequest) {
    const sent = await uploadedFiles(request, { each: 2 ** 20, all: 2 ** 21, most: 3 }, form);
    return { bytes: (sent?.files ?? []).map(({ bytes }) => bytes.length), form: sent?.form };
  }

  @ApiUpload()
  @Post('long')
  async long(@From() caller: Caller, @Req() request: HttpRequest) {
    await uploadedFiles(request, { each: 2 ** 20, all: 2 ** 21, most: 3 }, form);
    waited?.(caller);
    await once(caller.gone!, 'abort');
    throw caller.gone?.reason;
  }
}

@Module({})
class FilesModule {}

describe('Uploads', () => {
  let app: NestFastifyApplication;
  let port: number;
  const logged: string[] = [];

  beforeAll(async () => {
    for (const stream of [process.stderr, process.stdout])
      jest.spyOn(stream, 'write').mockImplementation((said) => logged.push(String(said)) > 0);
    const definition = {
      contracts: [],
      controllers: [FilesHttp],
      providers: [],
      views: [],
      workflows: [],
      messages: {},
    };
    app = await httpApplication('files', serviceModule(FilesModule, memoryPorts(), clock, definition), tickets);
    await app.listen(0, '127.0.0.1');
    ({ port } = app.getHttpServer().address() as AddressInfo);
  });
  beforeEach(() => void (logged.length = 0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const ticket = () =>
    tickets.issue(
      {
        account: 'a-1',
        person: 'li',
        tenant: 'bureau',
        office: false,
        root: 'root',
        posts: [{ post: 'clerk', organisation: 'root' }],
      },
      clock.now(),
    );
  const formed = 'multipart/form-data; boundary=x';
  const begun = (route: string, length: number, type = formed): Socket => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    const head = ['host: x', 'connection: close', `content-type: ${type}`, `content-length: ${length}`];
    socket.write(
      [`POST /api/files/${route} HTTP/1.1`, ...head, `${PRINCIPAL_HEADER}: ${ticket()}`, '', ''].join('\r\n'),
    );
    return socket;
  };
  const sent = async (route: string, body: string, type = formed) => {
    const socket = begun(route, body.length, type);
    socket.write(body);
    const answer = await text(socket);
    return { status: Number(answer.slice(9, 12)), body: JSON.parse(/\{.*\}/s.exec(answer)?.[0] ?? '{}') as object };
  };
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
  const whole = `${head}abc\r\n--x--\r\n`;

  it.each([
    ['one', { bytes: 3 }],
    ['many', { bytes: [3], form: {} }],
  ])('arrive whole at %s', async (route, body) => expect(await sent(route, whole)).toEqual({ status: 201, body }));

  it('bring what was filled in beside them, before or after; what does not fit is refused by its name', async () => {
    const again = (value: string) => `--x\r\ncontent-disposition: form-data; name="again"\r\n\r\n${value}\r\n`;
    const answer = { bytes: [3], form: { again: 'true' } };
    expect((await sent('many', `${again('true')}${whole}`)).body).toEqual(answer);
    expect((await sent('many', `${head}abc\r\n${again('true')}--x--\r\n`)).body).toEqual(answer);
    for (const wrong of ['yes', 'true'.repeat(1000)])
      expect(await sent('many', `${again(wrong)}${whole}`)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid', errors: [{ field: 'again', 'zh-CN': '只能是：true' }] },
      });
  });

  it.each(['one', 'many'])('without a boundary are refused at %s, in words', async (route) => {
    const { status, body } = await sent(route, whole, 'multipart/form-data');
    expect(body).toMatchObject({ code: 'upload.no-boundary' });
    expect(status).toBe(400);
    expect(logged).toEqual([]);
  });

  it.each(
    ['one', 'many'].flatMap((route) =>
      [`${head}abc`, `${head}${'a'.repeat(300_000)}`, head.slice(0, -8), 'nothing of it'].map(
        (body) => [route, body.length, body] as const,
      ),
    ),
  )('that end too early are refused at %s after %d bytes, in words', async (route, _, body) => {
    const answer = await sent(route, body);
    expect(answer.body).toMatchObject({ code: 'upload.incomplete' });
    expect(answer.status).toBe(400);
    expect(logged).toEqual([]);
  });

  it.each(['one', 'many'])('that the client breaks off at %s are nothing to tell an administrator', async (route) => {
    for (const body of ['', head, `${head}${'a'.repeat(200_000)}`]) {
      const socket = begun(route, 500_000);
      socket.write(body);
      await new Promise((resolve) => setTimeout(resolve, 60));
      socket.destroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(logged).toEqual([]);
  });

  it('tell who reads them when the client has gone', async () => {
    const began = new Promise<Caller>((resolve) => (waited = resolve));
    const socket = begun('long', whole.length);
    socket.write(whole);
    const { gone } = await began;
    expect(gone?.aborted).toBe(false);
    socket.destroy();
    await once(gone!, 'abort');
    expect(gone?.reason).toMatchObject({ name: 'CallerGone' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(logged).toEqual([]);
  });
});
