import type { RuleViolation } from '@chuangwen/kernel';
import { docx, paragraph } from '../../../spec-support/zip';
import { fileAt, type Place, readNoticeFiles, toPage, writeWorkbook } from '../..';

const main = [
  '桐园发〔2023〕12号',
  '桐泽市园林局关于印发迎检任务分解表的通知',
  '各科室、局属各单位：',
  '现将任务分解表印发给你们，请认真贯彻执行。',
  '一、工作任务',
  '（一）补植绿篱。（责任单位：绿化科；完成时限：5月底前）',
  '附件：1.迎检任务分解表',
  '2.实地测评工作方案',
  '3.点位负责人联系表',
  '桐泽市园林局',
  '2023年5月8日',
].join('\n');
const notice = { name: '通知.txt', bytes: Buffer.from(main) };
const plan = {
  name: '附件2.docx',
  bytes: docx(
    [
      '附件2',
      '实地测评工作方案',
      '一、组织领导',
      '成立实地测评工作领导小组。',
      '组长：周明远  局长',
      '副组长：梁思雨  副局长',
      '二、方法步骤',
      '（一）动员部署阶段（2023年5月10日至5月31日）。召开动员会。',
      '（二）集中整治阶段（2023年6月1日至6月30日）。开展整治。',
      '桐泽市园林局办公室',
      '2023年5月6日',
    ]
      .map(paragraph)
      .join(''),
  ),
};
const tasks = async () => ({
  name: '迎检任务.xlsx',
  bytes: await writeWorkbook([
    {
      name: 'Sheet1',
      title: '迎检任务分解表',
      columns: ['序号', '工作任务', '责任单位', '完成时限'].map((title) => ({ title })),
      rows: [
        ['1', '清洗道路护栏，修复破损花箱', '市政科', '6月底前'],
        ['2', '开放健身场地', '公园科', '7月10日'],
      ],
    },
  ]),
});

describe('several files of one notice', () => {
  it('are the notice and its annexes in any order; a table among them gives tasks whose places name the file', async () => {
    const read = await readNoticeFiles([await tasks(), plan, notice]);
    const fileOf = (place: Place | null) => place && (fileAt(read.files, place.start)?.name ?? null);
    expect(read.files.map(({ name, role, annex, matchedBy }) => [name, role, annex, matchedBy])).toEqual([
      ['迎检任务.xlsx', 'annex', 0, 'title'],
      ['附件2.docx', 'annex', 1, 'title'],
      ['通知.txt', 'main', null, null],
    ]);
    expect(
      read.notice.tasks.map(({ number, text, deadline }) => [
        number,
        text.value,
        deadline?.value,
        fileOf(text.place),
        read.notice.text.slice(text.place!.start, text.place!.end),
      ]),
    ).toEqual([
      ['（一）', '补植绿篱', '2023-05', '通知.txt', '补植绿篱'],
      ['1', '清洗道路护栏，修复破损花箱', '2023-06', '迎检任务.xlsx', '清洗道路护栏，修复破损花箱'],
      ['2', '开放健身场地', '2023-07-10', '迎检任务.xlsx', '开放健身场地'],
    ]);
    const { leadingGroup, phases, planTitle } = read.notice;
    expect([planTitle?.value, fileOf(planTitle?.place ?? null)]).toEqual(['实地测评工作方案', '附件2.docx']);
    expect([leadingGroup?.leader?.value, fileOf(leadingGroup?.leader?.place ?? null)]).toEqual([
      expect.stringContaining('周明远'),
      '附件2.docx',
    ]);
    expect(phases.map(({ name, start }) => [name.value, start?.value, fileOf(name.place)])).toEqual([
      [expect.stringContaining('动员部署'), '2023-05-10', '附件2.docx'],
      [expect.stringContaining('集中整治'), '2023-06-01', '附件2.docx'],
    ]);
    expect(toPage(read.notice, read.files)).toContain('清洗道路护栏，修复破损花箱（迎检任务.xlsx 第3行）');
  });

  it('leave what the notice itself says as it is', async () => {
    const alone = (await readNoticeFiles([notice])).notice;
    const { notice: whole } = await readNoticeFiles([plan, await tasks(), notice]);
    for (const part of ['title', 'docNumber', 'issuer', 'issuedOn', 'addressees', 'attachments', 'cc'] as const)
      expect(whole[part]).toEqual(alone[part]);
    expect(whole.tasks.slice(0, alone.tasks.length)).toEqual(alone.tasks);
    expect(whole.text.startsWith(alone.text)).toBe(true);
  });

  it('say what is missing, what fits nowhere and what cannot be read, and read none of that', async () => {
    const stray = { name: '会议纪要.txt', bytes: Buffer.from('会议纪要\n一、工作任务\n（一）不相干的事。') };
    const broken = { name: '附件3.docx', bytes: Buffer.from('PK\u0003\u0004broken') };
    const { notice: read, files } = await readNoticeFiles([notice, await tasks(), stray, broken]);
    expect(files.map(({ role, place }) => [role, place === null])).toEqual([
      ['main', false],
      ['annex', false],
      ['unmatched', true],
      ['annex', true],
    ]);
    expect(read.text).not.toContain('不相干');
    expect(read.warnings.filter(({ code }) => code.startsWith('annex.'))).toEqual([
      { code: 'annex.unmatched', params: { file: '会议纪要.txt' } },
      { code: 'annex.unreadable', params: { file: '附件3.docx', reason: 'notice.broken-file' } },
      { code: 'annex.missing', params: { number: 2, title: '实地测评工作方案' } },
    ]);
  });

  it('say nothing of missing annexes where only the notice came', async () => {
    const { notice: read } = await readNoticeFiles([notice]);
    expect(read.warnings.filter(({ code }) => code.startsWith('annex.'))).toEqual([]);
  });

  it('are refused whole where one is marked as classified, too many or too large', async () => {
    const secret = { name: '附件3.txt', bytes: Buffer.from('附件3\n机密★1年\n点位负责人联系表\n东湖公园：程雅文') };
    await expect(readNoticeFiles([notice, secret])).rejects.toMatchObject({
      code: 'notice.classified',
      params: { file: '附件3.txt', mark: '机密' },
    });
    const stray = { name: '别的事.txt', bytes: Buffer.from('机密★1年\n另一件事的说明\n与本通知无关。') };
    await expect(readNoticeFiles([notice, stray])).rejects.toMatchObject({ params: { file: '别的事.txt' } });
    await expect(readNoticeFiles(Array<typeof notice>(21).fill(notice))).rejects.toMatchObject({
      code: 'notice.all-too-large',
    });
    await expect(readNoticeFiles([])).rejects.toMatchObject({ code: 'notice.file-empty' });
  });

  it('are refused by the name of the one that is at fault', async () => {
    const file = (name: string, bytes: Uint8Array) => ({ name, bytes });
    const refusal = async (...files: { name: string; bytes: Uint8Array }[]) =>
      readNoticeFiles(files).then(
        () => null,
        ({ code, params }: RuleViolation) => [code, params['file']],
      );
    const large = file('大.txt', Buffer.alloc(21 * 2 ** 20, 'a'));
    expect(await refusal(notice, large)).toEqual(['notice.too-large', '大.txt']);
    const own = { name: '正文.txt', bytes: Buffer.from(`绝密★长期\n${notice.bytes.toString()}`) };
    expect(await refusal(file('附件1.txt', Buffer.from('附件1\n任务表')), own)).toEqual([
      'notice.classified',
      '正文.txt',
    ]);
    const walk = file('散步.txt', Buffer.from('今天天气很好，我们去公园散步。'));
    expect(await refusal(walk)).toEqual(['notice.nothing-recognised', '散步.txt']);
    const empty = ['甲.txt', '乙.txt'].map((name) => file(name, Buffer.alloc(0)));
    expect(await refusal(...empty)).toEqual(['notice.file-empty', '甲.txt、乙.txt']);
  });
});
