import { configuration, ConfigurationError } from './configuration';

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

  it('refuses a mode that does not exist', () => {
    expect(() => configuration({ CHUANGWEN_MODE: 'cloud' })).toThrow(/CHUANGWEN_MODE/);
  });
});
