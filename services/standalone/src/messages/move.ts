import type { Catalogue } from '@chuangwen/platform';

/** Refusals of `export` and `import`. */
export const moveMessages: Catalogue = {
  'move.target-taken': {
    zh: '{file} 已经存在，导出不会覆盖它。请换一个名称。',
    en: '{file} exists already and an export overwrites nothing; choose another name.',
  },
  'move.passphrase-short': {
    zh: '口令至少 {least} 个字。导出的文件里有全部密钥和账号，请用不易猜到的一句话。',
    en: 'The passphrase needs at least {least} characters: all keys and accounts are in the file. Take a sentence that nobody guesses.',
  },
  'move.passphrases-differ': {
    zh: '两次输入的口令不同，请重新执行。',
    en: 'The two passphrases differ; please run it again.',
  },
  'move.passphrase-missing': {
    zh: '请用 --passphrase-file 给出口令所在的文件，或在终端里输入口令。',
    en: 'Give a file with the passphrase by --passphrase-file, or type it at a terminal.',
  },
  'move.passphrase-wrong': {
    zh: '口令不对，没有迁入任何内容。',
    en: 'The passphrase is wrong; nothing was brought in.',
  },
  'move.no-export': {
    zh: '{file} 不是导出的文件，请检查路径。',
    en: '{file} is no exported file; check the path.',
  },
  'move.newer': {
    zh: '{file} 由更新版本的程序导出，请用新版本的程序导入。',
    en: '{file} was exported by a newer program; import it with that one.',
  },
  'move.damaged': {
    zh: '{file} 不完整或被改动过，没有迁入任何内容。请重新复制或重新导出。',
    en: '{file} is not whole or was changed, so nothing was brought in. Copy it again, or export again.',
  },
  'move.unknown-event': {
    zh: '有这个程序不认识的事件（{event}）。请用新版本的程序。',
    en: 'There is an event that this program does not know ({event}). Use the newer program.',
  },
  'move.no-such-service': {
    zh: '文件里有这个程序没有的部分（{service}）。请用新版本的程序。',
    en: 'The file has a part that this program does not know ({service}). Use the newer program.',
  },
  'move.not-sound': {
    zh: '事件流 {stream} 与记录时不同。请运行 npx chuangwen verify，并从备份恢复。',
    en: 'The stream {stream} is not as it was recorded. Run npx chuangwen verify, and restore from a backup.',
  },
  'move.parked': {
    zh: '流程 {workflow} 搁置了事件流 {stream}，它引起的事还没有办完。请先处理，见 npx chuangwen parked。',
    en: 'The workflow {workflow} has parked the stream {stream}, so what follows from it is not done yet. Deal with it first: npx chuangwen parked.',
  },
  'move.behind': {
    zh: '流程 {workflows} 还没有跟上，请稍后再导出；情况见 npx chuangwen status。',
    en: 'The workflows {workflows} have not caught up; export later, and see npx chuangwen status.',
  },
  'move.pending': {
    zh: '等了 {seconds} 秒，一直有人在办理业务，没有等到停顿的片刻。请在空闲时再导出，或先停下平台。',
    en: 'For {seconds} seconds somebody was always at work, and no quiet moment came. Export at a quieter time, or stop the platform first.',
  },
  'move.logins-taken': {
    zh: '登录名 {logins} 在这里已是别人的，没有迁入任何账号。请先在原平台为他们换登录名，再重新导出。',
    en: 'The logins {logins} are somebody else’s here, so no account was brought in. Give them other logins where they come from, then export again.',
  },
  'move.differs': {
    zh: '有 {count} 条事件流与这里的不同（{streams}），两处各自改过，合不到一起，没有迁入。',
    en: '{count} stream(s) went another way here ({streams}), so the two can’t be brought together. Nothing was brought in.',
  },
  'move.both-went-on': {
    zh: '导出之后两处都办理过业务（这里多 {here} 条事件流，文件里多 {there} 条），合不到一起，没有迁入。',
    en: 'Work went on in both places since ({here} stream(s) more here, {there} in the file), so the two can’t be brought together. Nothing was brought in.',
  },
  'move.key-differs': {
    zh: '{subject} 的密钥与这里的不同，没有迁入任何内容。',
    en: 'The key of {subject} is another one here; nothing was brought in.',
  },
  'move.place-one': {
    zh: '--under 只用于迁入一个单位，这个文件是整套平台。',
    en: '--under is for one organisation; this file holds a whole platform.',
  },
  'move.not-empty': {
    zh: '这里已有数据，整套平台只能迁入空的平台（空的数据库和空的主题）。请换一个（--data，分布式用 CHUANGWEN_PREFIX）。',
    en: 'There are data here, and a whole platform is brought into an empty one only (no streams, and no events in its topics); choose another (--data, or CHUANGWEN_PREFIX on engines).',
  },
  'move.arriving': {
    zh: '这里的导入还没有做完，数据不完整，不能导出。请先用同一个文件再导入一次。',
    en: 'An import here is not done yet, so the data are not whole and nothing is exported. Import the same file once more first.',
  },
  'move.under-way': {
    zh: '这里正在进行另一次导出或导入，请等它结束后再执行。',
    en: 'Another export or import is under way here; run this again when it is done.',
  },
  'move.turn-lost': {
    zh: '这次导出或导入停顿了 15 秒以上，可能已有另一次开始，所以停止了。请再执行一次。',
    en: 'This export or import stood still for more than 15 seconds, and another one may have begun, so it stopped. Run it again.',
  },
  'move.unproved': {
    zh: '迁入后核对，{what} 与文件不同，账号没有开通。请再导入一次；仍然如此请从备份恢复。',
    en: 'When it was checked afterwards, {what} was not as in the file, so nobody was let in. Import once more; if it stays so, restore from a backup.',
  },
  'move.views-differ': {
    zh: '迁入后核对，视图 {views} 与原平台的不同，账号没有开通。请确认两边程序版本相同，再导入一次。',
    en: 'When they were checked afterwards, the views {views} were not as where they came from, so nobody was let in. See that both programs are of one version, and import once more.',
  },
  'move.views-behind': {
    zh: '视图还落后 {count} 个事件，两分钟没有进展。请看 npx chuangwen status，再导入一次。',
    en: 'The views are {count} event(s) behind and have stood still for two minutes. See npx chuangwen status, and import once more.',
  },
};
