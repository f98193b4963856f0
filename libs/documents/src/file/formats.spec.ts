import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workbook } from '../../spec-support/nasty';
import { pdf, set, type Block } from '../../spec-support/pdf';
import { docx, paragraph, zip } from '../../spec-support/zip';
import { fill, noticeRefusals, readNoticeFile, readTables, type Notice } from '..';

const sample = (name: string): Buffer => readFileSync(join(__dirname, '../../samples', name));
const opening =
  '为做好2023年全国文明城市创建迎检工作，进一步提升公园广场、道路绿地的管护水平，营造整洁有序、优美宜人的城市环境，经局党组研究同意，现将《迎接全国文明城市测评工作方案》印发给你们，请认真贯彻执行。';
const first =
  '（一）补植缺株断垄的绿篱和行道树，清理绿地内垃圾杂物和枯枝败叶，做到随缺随补、日产日清，保持绿地整洁美观，无裸露黄土，无侵占绿地现象。（责任单位：绿化科；完成时限：6月底前）';
const rows = [
  ['序号', '工作任务', '责任单位', '配合单位', '完成时限'],
  ['1', '清洗道路护栏，修复破损花箱、树池和隔离设施，保持干净整洁、完好有效', '市政科', '绿化科、公园科', '6月底前'],
  ['2', '治理乱贴乱画', 'v', '', '长期'],
  ['3', '开放健身场地，设置使用说明和安全提示', '公园科', '绿化科\n市政科', '2023年7月10日'],
];
const many = Array.from({ length: 16 }, (_, i) => [
  String(i + 4),
  `整治第${i + 4}片区背街小巷，做到路面平整、排水通畅、照明完好、管线有序`,
  '城管科',
  '园区办',
  '8月底前',
]);
const widths = [36, 180, 60, 70, 70];
const document: Block[] = [
  { text: '桐园发〔2023〕12号', centre: true },
  { text: '桐泽市园林局关于印发《迎接全国文明城市测评工作方案》的通知', centre: true, size: 22 },
  { text: '各科室、局属各单位：', flush: true },
  { text: opening },
  { text: '一、工作任务' },
  { text: first },
  { text: '（二）更新公园公益广告和文明提示牌，每处公园不少于10处。（责任单位：公园科；完成时限：7月15日前）' },
  ...Array.from({ length: 6 }, (_, i) => ({
    text: `（${'三四五六七八'[i]}）整治第${i + 1}处游园，补栽地被植物，修补破损园路，更换老化座椅，增设无障碍坡道和夜间照明，做到设施完好、环境整洁。`,
  })),
  { text: '附件：任务分解表' },
  { text: '桐泽市园林局', centre: true },
  { text: '2023年5月8日', centre: true },
  { text: '任务分解表', centre: true },
  { rows: [...rows, ...many], widths },
];
/** GBK of a text, by asking the decoder which two bytes give which letter. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const bytes = new Map<string, number[]>();
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) bytes.set(decoder.decode(Uint8Array.of(a, b)), [a, b]);
  return Buffer.from([...text].flatMap((c) => bytes.get(c) ?? [c.charCodeAt(0)]));
}

const said = (notice: Notice) =>
  notice.tasks.map(({ number, text, responsible, joint, deadline }) => [
    number,
    text.value,
    responsible?.value ?? null,
    joint.map(({ value }) => value).join('、'),
    deadline?.value ?? null,
  ]);
const fromTable = [
  ['1', '清洗道路护栏，修复破损花箱、树池和隔离设施，保持干净整洁、完好有效', '市政科', '绿化科、公园科', '2023-06'],
  ['2', '治理乱贴乱画', '市政科', '', null],
];

describe('a PDF with text', () => {
  let notice: Notice;
  beforeAll(async () => {
    notice = await readNoticeFile(pdf(set(document)), '通知.pdf');
  });

  it('gives whole paragraphs, over line and page ends, without page numbers', () => {
    const lines = notice.text.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '桐园发〔2023〕12号',
      '桐泽市园林局关于印发《迎接全国文明城市测评工作方案》的通知',
      '各科室、局属各单位：',
      opening,
    ]);
    for (const block of document) if ('text' in block) expect(lines).toContain(block.text);
    expect(notice.text).not.toMatch(/— \d/);
    expect(notice).toMatchObject({ docNumber: { value: '桐园发〔2023〕12号' }, issuedOn: { value: '2023-05-08' } });
  });

  it('gives tables as rows, merged cells, wrapped cells and the rest overleaf too', () => {
    const all = said(notice);
    expect(all.slice(0, 1)).toEqual([['（一）', expect.stringMatching(/^补植缺株断垄/), '绿化科', '', '2023-06']]);
    const table = all.slice(-(rows.length - 1 + many.length));
    expect(table.slice(0, 2)).toEqual(fromTable);
    expect(table[2]).toEqual(['3', '开放健身场地，设置使用说明和安全提示', '公园科', '绿化科、市政科', '2023-07-10']);
    expect(table.slice(3)).toEqual(many.map(([n, task, unit, joint]) => [n, task, unit, joint, '2023-08']));
    const [, merged] = notice.tasks.slice(-(rows.length - 1 + many.length));
    expect(merged?.responsible).toMatchObject({ inferred: true, warnings: [{ code: 'table.merged' }] });
    expect(notice.text.slice(merged!.text.place!.start, merged!.text.place!.end)).toBe('治理乱贴乱画');
  });

  it('gives a table without rules by how its columns stand', async () => {
    const at = [90, 150, 330, 430];
    const line = (y: number, ...cells: string[]) =>
      cells.flatMap((text, c) => (text ? [{ x: at[c]!, y, size: 12, text }] : []));
    const texts = [
      ...set(document.slice(0, 4))[0]!.texts,
      ...line(300, '序号', '工作任务', '责任单位', '完成时限'),
      ...line(280, '1', '清洗护栏，修复花箱和', '市政科', '6月底前'),
      ...line(262, '', '隔离设施'),
      ...line(244, '2', '开放健身场地', '公园科', '长期'),
    ];
    expect(said(await readNoticeFile(pdf([{ texts, lines: [] }]), 'a.pdf'))).toEqual([
      ['1', '清洗护栏，修复花箱和隔离设施', '市政科', '', '2023-06'],
      ['2', '开放健身场地', '公园科', '', null],
    ]);
  });

  it.each([
    ['GBK-EUC-H', gbk],
    ['UniGB-UCS2-H', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])('gives its letters where the font only names %s', async (name, codes) => {
    const read = await readNoticeFile(pdf(set(document.slice(0, 7)), { encoding: { name, codes } }), 'a.pdf');
    expect(read.text.replace(/\s/g, '')).toBe(
      document
        .slice(0, 7)
        .map((block) => ('text' in block ? block.text : ''))
        .join(''),
    );
  });

  it('is refused rather than read wrongly where the font numbers glyphs of a table nobody has', async () => {
    const codes = (text: string) =>
      Buffer.from([...text].flatMap((c) => [0x04 + (c.charCodeAt(0) % 24), c.charCodeAt(0) & 255]));
    const numbered = pdf(set(document), { encoding: { name: 'Identity-H', codes } });
    await expect(readNoticeFile(numbered, 'a.pdf')).rejects.toMatchObject({ code: 'notice.no-letters' });
  });

  it('says which pages have no text', async () => {
    const pages = [...set(document.slice(0, 9)), { texts: [], lines: [] }];
    const { warnings } = await readNoticeFile(pdf(pages), 'a.pdf');
    expect(warnings).toContainEqual({ code: 'file.pages-without-text', params: { pages: String(pages.length) } });
  });
});

describe('an old Word or WPS document', () => {
  it.each(['通知.doc', '通知.wps', '通知'])('%s is read, deleted nothing, its merged cells known', async (name) => {
    const notice = await readNoticeFile(sample('notice.doc'), name);
    expect(notice.text.split('\n').slice(0, 4)).toEqual([
      '桐园发〔2023〕12号',
      '桐泽市园林局关于印发《迎接全国文明城市测评工作方案》的通知',
      '各科室、局属各单位：',
      opening,
    ]);
    expect(notice.planTitle?.value).toBe('迎接全国文明城市测评工作方案');
    const table = said(notice).slice(2);
    expect(table.slice(0, 2)).toEqual(fromTable);
    expect(table[2]).toEqual([
      '3',
      '开放健身场地，修复健身器材，设置使用说明和安全提示，每月检查一次，发现问题当天修复',
      '公园科',
      '体育健身中心、绿化科',
      '2023-07-10',
    ]);
    expect(table).toHaveLength(4);
  });

  /** RTF, as many a file is that calls itself doc. */
  const lines = [
    '桐泽市园林局关于做好迎检工作的通知',
    '各科室：',
    '一、工作任务',
    '（一）补植绿篱。（责任单位：绿化科）',
    '桐泽市园林局',
    '2023年5月8日',
  ];
  const rtf = Buffer.from(
    `{\\rtf1\\ansi\\uc0 ${lines.map((line) => [...line].map((c) => `\\u${c.charCodeAt(0) > 32767 ? c.charCodeAt(0) - 65536 : c.charCodeAt(0)} `).join('')).join('\\par ')}\\par}`,
  );
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it('of a kind that only an office program reads is refused in plain words where none is installed', async () => {
    process.env['PATH'] = '';
    await expect(readNoticeFile(rtf, '通知.doc')).rejects.toMatchObject({
      code: 'notice.office-missing',
      params: { file: '通知.doc' },
    });
    expect(noticeRefusals['notice.office-missing']!.zh).toContain('另存为 docx');
  });

  it('is killed with all it started when the office program takes too long, and leaves no file behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chuangwen-fake-office-'));
    try {
      writeFileSync(join(folder, 'soffice'), `#!/bin/sh\nsleep 300 &\necho $$ $! > ${folder}/pid\nwait\n`, {
        mode: 0o755,
      });
      process.env['PATH'] = `${folder}:${path}`;
      const before = leftovers();
      await expect(readNoticeFile(rtf, 'a.wps', { officeMilliseconds: 1_500 })).rejects.toMatchObject({
        code: 'notice.too-slow',
      });
      expect(leftovers()).toEqual(before);
      const started = readFileSync(join(folder, 'pid'), 'utf8').trim().split(/\s+/);
      expect(started).toHaveLength(2);
      for (let i = 0; i < 50 && started.some(runs); i++) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(started.filter(runs)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  /** One that has ended, but that nobody has asked for its end, no longer runs. */
  const runs = (pid: string): boolean => {
    try {
      return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };
  const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('chuangwen-office-'));

  const soffice = spawnSync('soffice', ['--version'], { encoding: 'utf8' }).status === 0;
  (soffice ? it : it.skip)(
    `is turned into docx by LibreOffice${soffice ? '' : ' [no soffice on the PATH]'}`,
    async () => {
      const notice = await readNoticeFile(rtf, '通知.doc');
      expect(notice.text.split('\n').filter((line) => line !== '')).toEqual(lines);
      expect(said(notice)).toEqual([['（一）', '补植绿篱', '绿化科', '', null]]);
    },
  );
});

describe('a spreadsheet', () => {
  const table = [
    ['迎检任务分解表', '迎检任务分解表', '迎检任务分解表', '迎检任务分解表', '迎检任务分解表'],
    ['序号', '测评项目', '工作任务', '责任单位', '完成时限'],
    ['1', '公园绿地', '补植绿篱，清理枯枝', '绿化科', '2023-06-30'],
    ['2', '公园绿地', '更新文明提示牌', '绿化科', '长期'],
    ['3', '市政设施', '清洗护栏，修复花箱', '市政科', '2023-07-15'],
  ];
  it.each([
    ['tasks.xlsx', '任务.xlsx'],
    ['tasks.xls', '任务.xls'],
    ['tasks.xls', '任务.et'],
    ['tasks.xls', '任务'],
  ])('%s as %s gives its cells as a person sees them, merged ones in each place', async (file, name) => {
    expect(await readTables(sample(file), name)).toEqual([{ name: 'Sheet1', rows: table }]);
  });

  it.each(['tasks.xlsx', 'tasks.xls'])('%s gives the tasks of a notice', async (file) => {
    expect(said(await readNoticeFile(sample(file), file))).toEqual([
      ['1', '补植绿篱，清理枯枝', '绿化科', '', '2023-06-30'],
      ['2', '更新文明提示牌', '绿化科', '', null],
      ['3', '清洗护栏，修复花箱', '市政科', '', '2023-07-15'],
    ]);
  });

  it('with a mark of classification in a cell is refused', async () => {
    const csv = '任务分解表,,机密★1年\n序号,工作任务,责任单位\n1,清洗护栏,市政科\n';
    await expect(readNoticeFile(Buffer.from(csv), 'a.csv')).rejects.toMatchObject({ code: 'notice.classified' });
    await expect(readTables(Buffer.from(csv), 'a.csv')).rejects.toMatchObject({ code: 'document.classified' });
  });

  it('with a mark of classification over its pages is refused', async () => {
    const sheet = (cell: string, printed: string) =>
      zip(
        workbook(
          `<sheetData><row><c t="inlineStr"><is><t>文号</t></is></c><c t="inlineStr"><is><t>${cell}</t></is></c></row></sheetData><headerFooter><oddHeader>&amp;C&amp;14${printed}</oddHeader></headerFooter>`,
        ),
      );
    await expect(readTables(sheet('密级', '机密★5年'), 'a.xlsx')).rejects.toMatchObject({
      code: 'document.classified',
    });
    await expect(readNoticeFile(sheet('密级', '机密★5年'), 'a.xlsx')).rejects.toMatchObject({
      code: 'notice.classified',
    });
    expect((await readTables(sheet('密级', '第&amp;P页'), 'a.xlsx'))[0]?.rows).toEqual([['文号', '密级']]);
  });
});

describe('what has no text is told apart, and the refusal says what to do', () => {
  const scanned = docx(paragraph('第1页'), { 'word/media/image1.jpeg': Buffer.from([0xff, 0xd8, 0xff, 0xe0]) });
  const password = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(504),
    Buffer.from('EncryptedPackage\0', 'utf16le'),
  ]);
  it.each([
    ['a PDF without text', pdf([{ texts: [], lines: [[10, 10, 500, 10]] }]), 'notice.scan', /OCR/],
    [
      'a PDF of page numbers',
      pdf([{ texts: [{ x: 280, y: 50, size: 14, text: '— 1 —' }], lines: [] }]),
      'notice.scan',
      /OCR/,
    ],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]), 'notice.scan', /粘贴/],
    ['a TIFF', Buffer.from([0x49, 0x49, 0x2a, 0x00, 8, 0, 0, 0]), 'notice.scan', /粘贴/],
    ['a Word document of pictures', scanned, 'notice.scan', /OCR/],
    ['OFD', zip({ 'OFD.xml': '<ofd/>' }), 'notice.ofd', /导出/],
    ['a PDF with a password', pdf([{ texts: [], lines: [] }], { encrypted: true }), 'notice.password', /去掉密码/],
    ['a document with a password', password, 'notice.password', /去掉密码/],
  ])('%s', async (_, bytes, code, what) => {
    const refused: unknown = await readNoticeFile(bytes, '扫描/通知.bin').catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'RuleViolation', code, params: { file: '通知.bin' } });
    const { zh, en } = noticeRefusals[code]!;
    expect(fill(zh, { file: '通知.bin' })).toMatch(what);
    expect(fill(en, { file: '通知.bin' })).not.toMatch(/[{}]/);
  });
});

describe('a mark of classification, wherever the format keeps it', () => {
  const body = [
    '桐泽市园林局关于做好迎检工作的通知',
    '各科室：',
    '一、工作任务',
    '（一）补植绿篱。',
    '桐泽市园林局',
    '2023年5月8日',
  ];
  const inPdf = (change: (pages: ReturnType<typeof set>) => void) => {
    const pages = set(document);
    change(pages);
    return pdf(pages);
  };
  const header = (text: string) =>
    `<?xml version="1.0"?><w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>${text.slice(0, 1)}</w:t></w:r><w:r><w:t xml:space="preserve">${text.slice(1)}</w:t></w:r></w:p></w:hdr>`;
  const withHeader = (text: string) => docx(body.map(paragraph).join(''), { 'word/header1.xml': header(text) });
  const annex = (mark: string) =>
    Buffer.from(
      [
        ...body,
        ...Array.from({ length: 20 }, (_, i) => `第${i + 1}段正文，内容从略。`),
        '附件1',
        mark,
        '点位分布表',
        '东湖公园。',
      ].join('\n'),
    );

  it.each([
    ['at the head of a text', Buffer.from(['机密★1年', ...body].join('\n'))],
    ['at the head of a later annex', annex('秘密')],
    ['with its star in a later annex', annex('机密★5年')],
    ['spaced', annex('绝  密★长期')],
    ['in a header of a Word document', withHeader('秘密★1年')],
    [
      'at the top of each page of a PDF',
      inPdf((pages) => pages.forEach(({ texts }) => texts.push({ x: 90, y: 800, size: 14, text: '秘密★1年' }))),
    ],
    [
      'aslant over a page of a PDF',
      inPdf(([page]) => page!.texts.push({ x: 200, y: 300, size: 60, text: '机密', aslant: true })),
    ],
    ['on the first page of a PDF', inPdf(([page]) => page!.texts.push({ x: 90, y: 800, size: 14, text: '机密★1年' }))],
  ])('%s refuses the whole', async (_, bytes) => {
    await expect(readNoticeFile(bytes, '通知')).rejects.toMatchObject({ code: 'notice.classified' });
  });

  it.each([
    ['in a sentence', '各科室要保守秘密，不得泄露工作秘密、商业秘密，机密文件按规定管理。'],
    ['about how to mark', '涉密材料应当标明“秘密★”或者“机密★”字样，按保密规定流转。'],
    ['as a line of a list', '秘密'],
  ])('%s the word is no mark', async (_, words) => {
    const text = [
      ...body.slice(0, 4),
      ...Array.from({ length: 20 }, (__, i) => `第${i + 1}段正文，内容从略。`),
      words,
      ...body.slice(4),
    ];
    const notice = await readNoticeFile(Buffer.from(text.join('\n')), 'a.txt');
    expect(notice.title?.value).toBe(body[0]);
  });

  it('内部 in a header is read on', async () => {
    expect((await readNoticeFile(withHeader('内部资料 注意保存'), 'a.docx')).title?.value).toBe(body[0]);
  });
});
