export type DemoPerson = Readonly<{ name: string; post: string; login: string | null; telephone: string }>;

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
];
const given =
  '伟 芳 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 建国 志远 思源 雨桐 子涵 晓东 海燕 国庆 文博 嘉怡 宇航 春梅 立新 永福 慧敏 德胜 晨曦 云帆 若琳 长青 红梅 广生 秋实 望舒 远舟 素心 致和 景行'.split(
    ' ',
  );

/** Now and then somebody whose name is long, or shared by others: forms must hold both. */
const special = [
  '王芳',
  '迪丽努尔·阿卜杜热合曼',
  '王芳',
  '欧阳致远',
  '张伟',
  '上官云霓',
  '王芳',
  '张伟',
  '司马长青',
  '扎西多吉·桑珠',
];

/** Plausible names, the same ones in every run. */
export class Names {
  private state = 20260428;
  private count = 0;

  person(post: string, login: string | null): DemoPerson {
    this.count += 1;
    const name =
      this.count % 17 === 0 ? special[(this.count / 17 - 1) % special.length]! : this.pick(surnames) + this.pick(given);
    return { name, post, login, telephone: `139${String(10_000_000 + this.next(89_999_999))}` };
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.next(list.length)]!;
  }

  /** Linear congruential generator (Numerical Recipes): repeatable, nothing more is needed here. */
  private next(below: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 0x1_0000_0000) * below);
  }
}
