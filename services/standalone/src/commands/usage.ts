import type { Command, CommanderError, Help } from 'commander';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
};

/** What the library says of a wrong line, as a pattern of its English and the same in Chinese. */
const WRONG: Readonly<Record<string, readonly [RegExp, string]>> = {
  'commander.missingArgument': [/argument '([^']*)'/, '缺少参数 $1'],
  'commander.optionMissingArgument': [/option '([^']*)'/, '选项 $1 后面缺少内容'],
  'commander.unknownOption': [/option '([^']*)'/, '没有选项 $1'],
  'commander.unknownCommand': [/command '([^']*)'/, '没有命令 $1'],
  'commander.excessArguments': [/Expected (\d+) arguments? but got (\d+)/, '参数太多：应有 $1 个，给了 $2 个'],
};

/** Before any command is added, for commands inherit it: help in both languages; what is wrong is thrown as a CommanderError. */
export function speaksBoth(program: Command, version: string): Command {
  return program
    .version(version, '-V, --version', '显示版本 show the version')
    .helpOption('-h, --help', '显示帮助 show this help')
    .helpCommand('help [command]', '显示一个命令的帮助 show the help of a command')
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      optionDescription: ({ description, defaultValue }: Parameters<Help['optionDescription']>[0]) =>
        defaultValue === undefined ? description : `${description}（默认 default: ${String(defaultValue)}）`,
    })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

/** A wrong command line, in both languages, with where to look. */
export function usageWords({ code, message }: CommanderError): { zh: string; en: string } {
  const [pattern, chinese] = WRONG[code] ?? [/^/, '命令写得不对'];
  const found = pattern.exec(message);
  const zh = chinese.replace(/\$(\d)/g, (_, n: string) => found?.[Number(n)] ?? '');
  const [meant] = /(?<=Did you mean (?:one of )?)[^?]+/.exec(message) ?? [];
  const guess = meant === undefined ? '' : `，是不是 ${meant}？`;
  const en = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  return {
    zh: `${zh}${guess || '。'}用法见 npx chuangwen help`,
    en: `${en[0]?.toUpperCase()}${en.slice(1)}. See npx chuangwen help`,
  };
}

/** Help or the version was asked for and printed: nothing is wrong. */
export const isAnswered = ({ code }: CommanderError): boolean =>
  ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(code);
