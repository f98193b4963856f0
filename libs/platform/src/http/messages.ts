import type { Params } from '@chuangwen/kernel';

/** What a person reads for a code, with `{param}` to be filled; `status` is the HTTP status (422 when absent). */
export type Message = Readonly<{ status?: number; zh: string; en: string }>;
export type Catalogue = Readonly<Record<string, Message>>;

export const fill = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));

/** Titles by status, for whoever reads only the first line. */
export const titles: Readonly<Record<number, Message>> = {
  400: { zh: '填写有误', en: 'Something is filled in wrongly' },
  401: { zh: '请先登录', en: 'Please sign in' },
  403: { zh: '没有权限', en: 'Not permitted' },
  404: { zh: '没有找到', en: 'Not found' },
  405: { zh: '方法不对', en: 'Wrong method' },
  408: { zh: '超时', en: 'Timed out' },
  409: { zh: '内容已有变化', en: 'It has changed meanwhile' },
  413: { zh: '内容太大', en: 'Too large' },
  415: { zh: '文件类型不支持', en: 'Unsupported type of file' },
  422: { zh: '不能这样做', en: 'This can’t be done' },
  429: { zh: '请稍后再试', en: 'Please try again later' },
  431: { zh: '请求头太长', en: 'Headers too long' },
  500: { zh: '系统出错', en: 'Something went wrong here' },
  502: { zh: '暂时没有应答', en: 'Not answering just now' },
  503: { zh: '暂时不能保存', en: 'Saving is not possible now' },
  504: { zh: '超时', en: 'Timed out' },
};

export const platformMessages: Catalogue = {
  'report.as-of-future': {
    status: 400,
    zh: '只能查看今天（{today}）及以前某一天的情况。',
    en: 'A report can be seen as of today ({today}) or an earlier day.',
  },
  'request.invalid': {
    status: 400,
    zh: '提交的内容有 {count} 处需要改正。',
    en: 'Entries that need correcting: {count}.',
  },
  'request.not-json': {
    status: 400,
    zh: '提交的内容不是完整的 JSON，请检查引号、逗号和括号。',
    en: 'The content is not complete JSON; check quotes, commas and brackets.',
  },
  'request.address': {
    status: 400,
    zh: '地址里有不能直接写的字符。汉字等要先按百分号编码（curl 用 -G --data-urlencode "q=水利"）。',
    en: 'The address holds characters that can’t stand there. Chinese and the like must be percent-encoded (with curl: -G --data-urlencode).',
  },
  'request.unreadable': {
    status: 400,
    zh: '请求不合 HTTP 的格式，没有读懂。请检查发送请求的程序。',
    en: 'The request is not well-formed HTTP and was not understood; check the program that sends it.',
  },
  'request.head-too-large': {
    status: 431,
    zh: '地址和请求头太长。长的内容请放在请求体里。',
    en: 'The address and headers are too long; send long content in the body.',
  },
  'request.too-slow': {
    status: 408,
    zh: '请求没有在规定时间内发完。请检查网络后重试。',
    en: 'The request did not arrive in time; check the network and try again.',
  },
  'route.unknown': {
    status: 404,
    zh: '没有这个接口：{method} {path}。请检查地址和方法，见 /api/docs。',
    en: 'There is no such route: {method} {path}. Check the address and the method; see /api/docs.',
  },
  'route.method': {
    status: 405,
    zh: '这个接口不能用 {method}，可用：{allowed}。请检查地址和方法，见 /api/docs。',
    en: 'This route does not take {method}, only {allowed}. Check the address and the method; see /api/docs.',
  },
  'request.command-id': {
    status: 400,
    zh: '请求编号（Idempotency-Key）应为 8 至 64 位字母、数字或短横线。',
    en: 'The Idempotency-Key must be 8 to 64 letters, digits or hyphens.',
  },
  'request.version': {
    status: 400,
    zh: 'If-Match 应为所看内容的版本号，例如 "3"。',
    en: 'If-Match must be the version you looked at, such as "3".',
  },
  'request.too-deep': {
    status: 400,
    zh: '提交的内容嵌套太深，最多 {levels} 层。',
    en: 'The content is nested too deeply; at most {levels} levels.',
  },
  'request.characters': {
    status: 400,
    zh: '提交的内容里有看不见的控制字符或残缺的字符，请删去后重新输入。',
    en: 'The content holds unseen control characters or broken ones. Please remove them and type again.',
  },
  'request.too-large': {
    status: 413,
    zh: '提交的内容太多，一次最多 {limit}（约 {characters} 万字）。粘贴的表格或文字请存成文件上传，其他内容请分几次提交。',
    en: 'Too much was sent at once; the limit is {limit} (about {characters}0,000 Chinese characters). Please upload pasted tables or texts as a file, and send other content in several parts.',
  },
  'request.media-type': {
    status: 415,
    zh: '不支持这种内容类型，请用 JSON 提交。',
    en: 'This type of content is not supported; please send JSON.',
  },
  'request.upload-type': {
    status: 415,
    zh: '不支持这种内容类型。上传文件请用 multipart 的 file（curl -F file=@通知.docx），其他内容用 JSON。',
    en: 'This type of content is not supported. Send a file as multipart in the part file (curl -F file=@notice.docx), anything else as JSON.',
  },
  'service.unreachable': {
    status: 502,
    zh: '平台的这一部分暂时没有应答，本次操作可能没有完成。请稍候片刻，先查看结果，再决定是否重试。',
    en: 'This part of the platform is not answering just now, and may not have done what was asked. Please wait a moment and look before you try again.',
  },
  'service.no-answer': {
    status: 504,
    zh: '平台没有在规定时间内答复，本次操作可能已经办理。请先查看结果，再决定是否重试。',
    en: 'The platform did not answer in time, and may have done what was asked. Please look before you try again.',
  },
  'session.required': { status: 401, zh: '请先登录，再继续操作。', en: 'Please sign in and try again.' },
  'policy.not-permitted': {
    status: 403,
    zh: '您的岗位不能办理这件事。请联系本单位管理员。',
    en: 'Your post does not allow this. Please ask your unit’s administrator.',
  },
  'not-found': {
    status: 404,
    zh: '没有找到，可能已不存在，或不属于您的单位。',
    en: 'Not found: it may not exist any more, or does not belong to your unit.',
  },
  'stale-version': {
    status: 409,
    zh: '您看过之后内容已有变化，请重新读取后再办理。您的修改没有保存，也没有覆盖别人的修改。',
    en: 'It has changed since you looked. Please read it again and try once more. Nothing was saved or overwritten.',
  },
  'claim.under-way': {
    status: 409,
    zh: '同样的内容正在由另一次操作办理，还没有办完。请稍候再试。没有保存。',
    en: 'Another request is doing the same just now and is not done yet. Please try again in a moment. Nothing was saved.',
  },
  'command.id-reused': {
    status: 422,
    zh: '这个请求编号已用于另一项内容不同的操作，没有重复办理。',
    en: 'This Idempotency-Key was used before with different content. Nothing was done.',
  },
  'rebuild.parked': {
    status: 409,
    zh: '有 {count} 条记录序列暂停处理，不能只重建一个单位的视图。请先重试这些序列，或重建整个视图。',
    en: '{count} streams are parked, so one tenant’s part can’t be rebuilt alone. Retry them first, or rebuild the whole view.',
  },
  'storage.full': {
    status: 503,
    zh: '存储空间已满，本次操作没有保存。请联系管理员清理空间后重试。',
    en: 'The disk is full; nothing was saved. Please ask your administrator to free space, then try again.',
  },
  'storage.read-only': {
    status: 503,
    zh: '数据文件夹只读，本次操作没有保存。请联系管理员。',
    en: 'The data folder is read-only; nothing was saved. Please ask your administrator.',
  },
  'storage.io': {
    status: 503,
    zh: '磁盘读写出错，本次操作没有保存。请稍后重试；若仍不行，请联系管理员。',
    en: 'The disk reported an error; nothing was saved. Please try again later, or ask your administrator.',
  },
  'storage.closed': {
    status: 503,
    zh: '系统正在停止，本次操作没有保存。请稍后重试。',
    en: 'The system is stopping; nothing was saved. Please try again later.',
  },
  'file.too-large': {
    status: 413,
    zh: '文件太大，上限为 {limit}。',
    en: 'The file is too large; the limit is {limit}.',
  },
  'file.damaged': {
    status: 500,
    zh: '这份文件在磁盘上已损坏或被改动，不能打开。请告知系统管理员从备份恢复。',
    en: 'This file was damaged or changed on the disk and can’t be opened. Please ask your administrator to restore it.',
  },
  'upload.no-boundary': {
    status: 400,
    zh: '上传的格式不对：multipart 的 Content-Type 里没有 boundary。请不要自己填写 Content-Type，让浏览器或 curl -F 生成。',
    en: 'The upload is not well-formed: the Content-Type of the multipart has no boundary. Leave Content-Type to the browser or to curl -F.',
  },
  'upload.incomplete': {
    status: 400,
    zh: '文件没有传完，内容没有保存。请检查网络后重新上传。',
    en: 'The file did not arrive whole, and nothing of it was kept. Please check the network and upload it again.',
  },
  'file.missing': { status: 400, zh: '没有收到文件，请选择一个文件。', en: 'No file was received. Please choose one.' },
  internal: {
    status: 500,
    zh: '系统出错，本次操作可能没有完成。请稍后重试，并把编号 {reference} 告诉管理员。',
    en: 'Something went wrong. Please try again later, and tell your administrator the reference {reference}.',
  },
};
