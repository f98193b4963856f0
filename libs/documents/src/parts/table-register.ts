/** What stands beside a name in a register: of people, of addresses, of goods, of letters, of whoever is on duty. */
const registered =
  /姓名|性别|年龄|出生|民族|面貌|学历|学号|工号|证号|职[务称位]|职级|岗位|电话|手机|座机|传真|号码|邮[编箱件]|微信|联系|网址|[地住]址|地点|位置|座[位次]|车牌|签[名到字]|规格|型号|品[名牌种]|物[品资]|货名|数量|单价|总价|价格|金额|预算|登录|用户名?|账号|帐号|密码|口令|码$|带班|值班|值守人|班次|星期|文[号件]|[来收发]文|得分|分数|排名|名次/;
const goods = /数量|单价|规格|型号|品[名牌]|^(?:计量)?单位$/;
/** Somebody has to do what the row names, or has to have done it by a day. */
const given = /责任|牵头|主责|主办|承办|落实|负责|包[保联抓干]|整改|完成|办结|时限|期限/;
const told = /内容|标准|问题|情况|清单|指标|做法|办法|方法/;

/** "联系方法", "详细地址": a column of a register, whatever else its name may say. */
export const isRegistered = (name: string): boolean => registered.test(name);

/** "存在问题", "测评标准": what is wrong or measured, where no column names the work. */
export const isTold = (name: string): boolean => told.test(name) && !isRegistered(name);

/** Whether a table with these columns gives anybody work, although none of them is named after it. */
export const givesWork = (names: readonly string[]): boolean => names.some((name) => given.test(name) || isTold(name));

/** A shopping list: what its columns of work name is bought, and 单位 is what it is counted in. */
export const isShopping = (names: readonly string[]): boolean =>
  names.some((name) => /数量|单价/.test(name)) &&
  names.filter((name) => goods.test(name)).length >= 2 &&
  !names.some((name) => given.test(name) || /任务|工作|措施/.test(name));

/** A list of people, places or goods, in which nobody is given anything to do. */
export const isRegister = (names: readonly string[]): boolean =>
  isShopping(names) || (names.some(isRegistered) && !givesWork(names));
