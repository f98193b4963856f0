import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuration, ConfigurationError, distributedOnly, embeddedOnly, watchingIn } from './configuration';

describe('configuration', () => {
  it('has a default for everything', () => {
    expect(configuration({})).toMatchObject({ mode: 'embedded', port: 8420, host: '127.0.0.1' });
  });

  it('names the variable that is wrong and does not print its value', () => {
    const run = () => configuration({ CHUANGWEN_PORT: 'secret-value' });
    expect(run).toThrow(ConfigurationError);
    expect(run).toThrow(/CHUANGWEN_PORT/);
    expect(run).not.toThrow(/secret-value/);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(configuration({ CHUANGWEN_PORT: '' })).toMatchObject({ port: 8420 });
  });

  describe('of the distributed mode', () => {
    const engines = {
      CHUANGWEN_MODE: 'distributed',
      CHUANGWEN_MONGO: 'mongodb://localhost/?replicaSet=rs0',
      CHUANGWEN_KAFKA: 'one:9092, two:9092',
      CHUANGWEN_REDIS: 'redis://localhost',
      CHUANGWEN_SECRET: 'x'.repeat(32),
      CHUANGWEN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    };

    it('names the engines and has a default for the rest', () => {
      expect(configuration(engines)).toMatchObject({
        mode: 'distributed',
        kafka: ['one:9092', 'two:9092'],
        prefix: 'chuangwen',
        partitions: 12,
        port: 8420,
      });
    });

    it('reads from a file what is secret', () => {
      const file = join(mkdtempSync(join(tmpdir(), 'chuangwen-')), 'secret');
      writeFileSync(file, `${'y'.repeat(40)}\n`);
      const { CHUANGWEN_SECRET: _none, ...others } = engines;
      expect(configuration({ ...others, CHUANGWEN_SECRET_FILE: file })).toMatchObject({ secret: 'y'.repeat(40) });
      expect(() => configuration({ ...others, CHUANGWEN_SECRET_FILE: `${file}-none` })).toThrow(
        /CHUANGWEN_SECRET_FILE/,
      );
    });

    it.each(Object.keys(engines).filter((name) => name !== 'CHUANGWEN_MODE'))('cannot do without %s', (name) => {
      expect(() => configuration({ ...engines, [name]: '' })).toThrow(new RegExp(name));
    });

    it.each([
      ['CHUANGWEN_MASTER_KEY', 'c2hvcnQ='],
      ['CHUANGWEN_SECRET', 'short'],
      ['CHUANGWEN_PREFIX', 'Not a name'],
    ])('refuses %s of %s, and does not print it', (name, value) => {
      const run = () => configuration({ ...engines, [name]: value });
      expect(run).toThrow(new RegExp(name));
      expect(run).not.toThrow(new RegExp(value));
    });

    it('is not taken for a data folder, nor the other way round', () => {
      expect(() => embeddedOnly(configuration(engines))).toThrow(ConfigurationError);
      expect(() => distributedOnly(configuration({}))).toThrow(ConfigurationError);
    });
  });

  it('refuses a mode that does not exist', () => {
    expect(() => configuration({ CHUANGWEN_MODE: 'cloud' })).toThrow(/CHUANGWEN_MODE/);
  });
});

describe('how a process is watched', () => {
  it('is set alike in both modes, and by default traces nothing', () => {
    expect(configuration({}).watching).toEqual({ share: 1, metrics: 'here' });
    const set = {
      CHUANGWEN_TRACES: 'http://collector.example:4318',
      CHUANGWEN_TRACES_SHARE: '0.05',
      CHUANGWEN_LOGS: 'json',
      CHUANGWEN_LOG_LEVEL: 'info',
      CHUANGWEN_FAR_BEHIND: '5000',
      CHUANGWEN_METRICS: 'nobody',
    };
    const watching = {
      traces: 'http://collector.example:4318',
      share: 0.05,
      logs: 'json',
      level: 'info',
      farBehind: 5000,
      metrics: 'nobody',
    };
    expect(configuration(set).watching).toEqual(watching);
    expect(watchingIn({ ...set, CHUANGWEN_MODE: 'distributed' })).toEqual(watching);
  });

  it.each(['CHUANGWEN_TRACES', 'CHUANGWEN_TRACES_SHARE', 'CHUANGWEN_LOG_LEVEL', 'CHUANGWEN_METRICS'])(
    'refuses %s that is no such thing',
    (name) => expect(() => configuration({ [name]: 'none such' })).toThrow(new RegExp(name)),
  );
});
