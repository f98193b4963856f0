import type { Catalogue } from '@chuangwen/platform';

export const identityMessages: Catalogue = {
  'setup.used': {
    zh: '这个首次设置链接已经用过。请用当时设置的登录名和密码登录。',
    en: 'This setup link has been used. Please sign in with the login and password chosen then.',
  },
  'setup.begun': {
    zh: '上次设置没有完成，所填内容与这次不同。请按上次填写的内容原样再提交一次；密码可以重填。',
    en: 'A setup with other details was begun and not finished. Please send the same details as then; the password may differ.',
  },
  'setup.arriving': {
    status: 503,
    zh: '正在迁入整套平台的数据，文明办会随着迁来，不用再设立。',
    en: 'A whole platform is just being brought in, and its office comes with it: there is none to set up.',
  },
  'setup.unknown': {
    zh: '首次设置链接不对。请从启动程序的窗口里完整复制链接。',
    en: 'This setup link is not right. Please copy the whole link from the window where the program was started.',
  },
  'session.wrong-login': {
    status: 401,
    zh: '登录名或密码不对。请检查后重试；忘记了请联系本单位管理员。',
    en: 'Login or password is wrong. Please check both, or ask your administrator.',
  },
  'session.wrong-code': {
    status: 401,
    zh: '登录名或一次性登录码不对，或登录码已用过、已过期。请检查后重试；要新的登录码请找发给您的单位。',
    en: 'Login or one-time code is wrong, or the code was used or is out of date. Please check, or ask for a new code.',
  },
  'session.too-many-tries': {
    status: 429,
    zh: '这个登录名连续多次登录不成功，请 {minutes} 分钟后再试，或联系本单位管理员。',
    en: 'Too many failed tries with this login. Please try again in {minutes} minutes, or ask your administrator.',
  },
  'session.arriving': {
    status: 503,
    zh: '正在迁入贵单位的数据，请稍后再登录。',
    en: 'Your organisation’s data are just being brought in. Please sign in again in a while.',
  },
  'tenant.none-called': {
    zh: '这里没有单位“{name}”。请核对名称或编号。',
    en: 'There is no organisation “{name}” here. Please check its name or id.',
  },
  'tenant.several-called': {
    zh: '这里有几个单位都叫“{name}”，请改用编号：{ids}。',
    en: 'Several organisations here are called “{name}”; please give the id instead: {ids}.',
  },
  'tenant.called-alike': {
    zh: '这里已有另一个单位叫“{name}”（编号 {id}），没有迁入任何内容。请先给其中一个改名，再重新导出、导入。',
    en: 'Another organisation here is called “{name}” already ({id}), so nothing was brought in. Rename one of the two, then export and import again.',
  },
  'tenant.no-office': {
    zh: '“{name}”不是文明办，不能管其他单位。',
    en: '“{name}” is no office, so nobody can stand under it.',
  },
  'tenant.stands-elsewhere': {
    zh: '这个单位在这里已归“{name}”管，迁入不会改变。',
    en: 'This organisation stands under “{name}” here already, which an import does not change.',
  },
  'password.is-login': {
    zh: '密码不能与登录名相同，请换一个密码。',
    en: 'The password must not be the login. Please choose another.',
  },
  'password.old-wrong': {
    zh: '原密码不对，密码没有改。请检查后重试；忘记了请联系本单位管理员重设。',
    en: 'The old password is wrong; nothing was changed. Please try again, or ask your administrator to reset it.',
  },
  'account.login-taken': {
    zh: '这个登录名已有人使用，请换一个。',
    en: 'This login is taken. Please choose another.',
  },
  'account.exists': { zh: '这个人已经有账号，不用再开。', en: 'This person already has an account.' },
  'account.none': {
    zh: '这个人没有可用的账号。需要登录时，请先为其开账号。',
    en: 'This person has no open account. Please open one first.',
  },
  'account.not-administrator': {
    zh: '这个登录名不是该单位能登录的管理员。请核对登录名；其他人忘记密码请找本单位管理员。',
    en: 'This login is no administrator of that organisation who can sign in. Please check it; others ask their own administrator.',
  },
  'tenant.exists': { zh: '这个单位已经登记。', en: 'This organisation is already registered.' },
  'tenant.there-already': {
    zh: '本级已登记“{name}”，请先到单位名录里核对，不要重复登记。确是另一个同名单位的，请注明再次登记（again）。',
    en: '“{name}” is registered below this office already; please look it up first. If this is another of the same name, say so (again).',
  },
  'tenant.name-empty': { zh: '请填写单位名称。', en: 'Please give the organisation’s name.' },
  'tenant.level-missing': {
    zh: '登记文明办时请选择级别：省、市或区县。',
    en: 'Please choose the office’s level: province, city or district.',
  },
  'tenant.level-not-lower': {
    zh: '只能登记比本级低的文明办。请改选更低的级别。',
    en: 'An office can only register offices of a lower level. Please choose a lower one.',
  },
  'tenant.not-directly-above': {
    zh: '只有直接上级文明办能核实这个单位。请由它的直接上级办理。',
    en: 'Only the office directly above can verify this organisation. Please ask that office.',
  },
  'organisation.unknown': { status: 404, zh: '没有找到这个单位。', en: 'This organisation was not found.' },
  'organisation.exists': { zh: '这个单位已经建立。', en: 'This organisation already exists.' },
  'organisation.name-empty': { zh: '请填写单位名称。', en: 'Please give the organisation’s name.' },
  'organisation.parent-missing': { zh: '请选择上级单位。', en: 'Please choose the organisation above it.' },
  'organisation.parent-closed': {
    zh: '上级单位已于 {day} 撤销或合并，不能再挂下级单位。请另选上级。',
    en: 'The organisation above closes on {day} and takes no others. Please choose another.',
  },
  'organisation.before-parent': {
    zh: '日期早于上级单位的设立日期（{day}）。请改用 {day} 或以后的日期。',
    en: 'The date is before the organisation above was founded ({day}). Please choose {day} or later.',
  },
  'organisation.before-founding': {
    zh: '日期早于这个单位的设立日期（{day}）。请改用 {day} 或以后的日期。',
    en: 'The date is before this organisation was founded ({day}). Please choose {day} or later.',
  },
  'organisation.there-already': {
    zh: '同一上级下已有“{name}”，请先到单位树里核对，不要重复设立。确是另一个同名单位的，请注明再次设立（again）。',
    en: '“{name}” exists in the same place already; please look it up first. If this is another of the same name, say so (again).',
  },
  'organisation.closed': {
    zh: '这个单位已于 {day} 撤销或合并，不能再改动。',
    en: 'This organisation closes on {day} and can’t be changed any more.',
  },
  'organisation.root': {
    zh: '这是本单位自身，不能移动或撤销。',
    en: 'This is your own organisation; it can’t be moved or closed.',
  },
  'organisation.cycle': {
    zh: '这样移动以后，从 {day} 起这个单位会成为自己的上级。请另选上级。',
    en: 'From {day} on the organisation would stand above itself. Please choose another one above it.',
  },
  'organisation.has-children': {
    zh: '它下面还有 {count} 个单位。请先把它们移走或撤销。',
    en: 'There are still {count} organisations below it. Please move or close them first.',
  },
  'organisation.successor-closed': {
    zh: '接续工作的单位必须是另一个仍在的单位。请重新选择。',
    en: 'The successor must be another organisation that still exists. Please choose again.',
  },
  'person.exists': { zh: '这个人已经登记。', en: 'This person is already registered.' },
  'person.name-empty': { zh: '请填写姓名。', en: 'Please give the person’s name.' },
  'appointment.ends-before-start': {
    zh: '任职的结束日期早于开始日期，请改正。',
    en: 'The post ends before it begins. Please correct the dates.',
  },
  'appointment.organisation-closed': {
    zh: '这个单位已于 {day} 撤销或合并，不能再任职。请选择接续的单位。',
    en: 'This organisation closes on {day} and takes no appointments. Please choose its successor.',
  },
  'appointment.before-organisation': {
    zh: '任职日期早于单位的设立日期（{day}）。请改用 {day} 或以后的日期。',
    en: 'The post begins before its organisation was founded ({day}). Please choose {day} or later.',
  },
  'appointment.held-already': {
    zh: '这个人自 {day} 起已任这个岗位，不用再任。',
    en: 'This person already holds this post, since {day}.',
  },
  'appointment.ended-already': {
    zh: '这个岗位已定于 {day} 结束，结束日期不能改晚，也不能改由别人接任。要继续任职，请从 {day} 以后另行任职。',
    en: 'This post already ends on {day}; that can’t be put off, nor its successor changed. Please appoint anew from after {day}.',
  },
  'appointment.last-administrator': {
    zh: '这样从 {day} 起本单位就没有能登录的管理员了。请先让另一位有账号的人任管理员，再办理。',
    en: 'From {day} on nobody with an account would be administrator. Please appoint another administrator with an account first.',
  },
  'appointment.own-administrator': {
    zh: '不能结束自己的管理员岗位。请由另一位管理员办理，免得本单位没有管理员。',
    en: 'You can’t end your own post as administrator. Please ask another administrator, so that one remains.',
  },
  'appointment.successor-self': {
    zh: '接任的人不能是本人。请另选接任的人。',
    en: 'The successor can’t be the same person. Please choose somebody else.',
  },
  'address-book.no-header': {
    zh: '没有找到表头。请确认前 20 行里有一行写着“单位名称”等列名，再重新上传。',
    en: 'No header was found. Please make sure that one of the first 20 rows names the columns, one of them the organisations’ names.',
  },
  'address-book.title-twice': {
    zh: '表头里“{column}”出现了不止一次（合并的表头也算），不知道该取哪一列。请只保留一列，或改成不同的列名后再上传。',
    en: 'The title “{column}” occurs more than once in the header (merged titles count too). Please keep one such column, or name them differently, and upload again.',
  },
  'address-book.empty': {
    zh: '表头下面没有单位。请检查是否选错了文件或工作表。',
    en: 'There is nothing below the header. Please check the file and its sheets.',
  },
  'address-book.too-many-rows': {
    zh: '一次最多导入 {limit} 行。请分成几个文件。',
    en: 'At most {limit} rows can be imported at once. Please divide the file.',
  },
  'address-book.other-file': {
    zh: '这个文件与预览过的不是同一个。请重新预览后再确认导入。',
    en: 'This is not the file that was previewed. Please preview it again and then confirm.',
  },
  'address-book.not-finished': {
    zh: '导入还没有完成。请等它完成，或把同一个文件再提交一次让它继续。',
    en: 'The import is not finished. Please wait, or send the same file again so that it goes on.',
  },
  'address-book.no-accounts': {
    zh: '这次导入没有开账号，所以没有登录码。需要时请在导入时选择“为联系人开账号”。',
    en: 'This import opened no accounts, so there are no codes. Choose accounts when importing.',
  },
  'address-book.codes-handed-out': {
    zh: '一次性登录码已经提供过一份，不能再看。遗失的请重新生成（again），旧码随即作废。',
    en: 'The one-time codes were handed out already. Make new ones (again); the old ones will no longer work.',
  },
};
