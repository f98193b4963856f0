import { couldAbbreviate, looseKey, meaningOf } from './words';

describe('names of an address book', () => {
  it.each(['桐泽市水利局', '市 水 利 局', '水利局\u200b', '桐泽市\ufeff水利局'])('%j is the water bureau', (name) => {
    expect(looseKey(name, '桐泽市')).toBe('水利局');
  });

  it('headers hold nothing unseen either', () => {
    expect(meaningOf('单位\u200b名称')).toBe('name');
  });

  it.each([
    ['社治部', '社会治理部', true],
    ['教育局', '教育体育局', true],
    ['教育局', '教育处', false],
    ['第一小学', '第十一小学', false],
    ['第1中学', '第12中学', false],
    ['第一医院', '第一人民医院', true],
  ])('%s could stand for %s: %s', (short, long, could) => {
    expect(couldAbbreviate(short, long)).toBe(could);
  });
});
